/* An S3 that throws everything away, over TLS: a thread a connection, so that it never limits what is measured.
   usage: sink CERT KEY; prints three ports; stops when its standard input ends. Connections to the second and third are
   like those of a far line: loopback's segments of 64 KiB would let the kernel take megabytes at once, which none does.
   The third is without TLS.
   POST /-/shape?DELAY_MS,BYTES_PER_SECOND,REMEMBERS sets delay and rate (0: none) for requests from then on, and whether
   keys are remembered, listed and kept from being written over; what was remembered before is forgotten.
   POST /-/received answers how many bytes have come. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

static SSL_CTX *tls;
static atomic_long delay_ms, bytes_per_second, remembers;
static atomic_llong received;

struct object {
  char *key;
  long long size;
};

/* Sorted by key. */
static struct object *objects;
static size_t object_count, object_room;
static pthread_mutex_t objects_lock = PTHREAD_MUTEX_INITIALIZER;

struct connection {
  SSL *ssl; /* NULL without TLS */
  int fd;
  char buffer[1 << 16];
  size_t start, end; /* what was read and not yet used */
  double free_at;    /* when the next byte may pass */
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static void wait_until(double at) {
  double left = at - now();
  if (left <= 0) return;
  struct timespec t = {(time_t)left, (long)((left - (time_t)left) * 1e9)};
  nanosleep(&t, NULL);
}

/* Reads more; 0 at the end of the connection. At a rate, in pieces small enough for its clock. */
static int fill(struct connection *c) {
  if (c->start == c->end) c->start = c->end = 0;
  size_t room = sizeof c->buffer - c->end;
  int count = c->ssl ? SSL_read(c->ssl, c->buffer + c->end, room) : (int)read(c->fd, c->buffer + c->end, room);
  if (count <= 0) return 0;
  c->end += count;
  received += count;
  long rate = bytes_per_second;
  if (rate > 0) {
    double t = now();
    if (c->free_at < t) c->free_at = t;
    c->free_at += (double)count / rate;
    wait_until(c->free_at);
  }
  return 1;
}

static int skip(struct connection *c, long long count) {
  while (count > 0) {
    if (c->start == c->end && !fill(c)) return 0;
    size_t held = c->end - c->start;
    size_t used = (long long)held < count ? held : (size_t)count;
    c->start += used;
    count -= used;
  }
  return 1;
}

/* The next line into `line`, without its CRLF; 0 at the end. */
static int read_line(struct connection *c, char *line, size_t size) {
  size_t at = 0;
  for (;;) {
    if (c->start == c->end && !fill(c)) return 0;
    char byte = c->buffer[c->start++];
    if (byte == '\n') break;
    if (byte != '\r' && at + 1 < size) line[at++] = byte;
  }
  line[at] = 0;
  return 1;
}

static int skip_chunked(struct connection *c) {
  char line[256];
  for (;;) {
    if (!read_line(c, line, sizeof line)) return 0;
    long long size = strtoll(line, NULL, 16);
    if (size == 0) break;
    if (!skip(c, size) || !read_line(c, line, sizeof line)) return 0;
  }
  do {
    if (!read_line(c, line, sizeof line)) return 0;
  } while (line[0]);
  return 1;
}

static int say(struct connection *c, const char *text) {
  size_t left = strlen(text);
  if (c->ssl) return SSL_write(c->ssl, text, left) > 0;
  while (left > 0) {
    ssize_t count = write(c->fd, text, left);
    if (count <= 0) return 0;
    text += count;
    left -= count;
  }
  return 1;
}

static size_t place_of(const char *key) {
  size_t low = 0, high = object_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (strcmp(objects[middle].key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* 0 when there is an object that must not be written over. */
static int take_object(const char *key, long long size, int must_be_new) {
  pthread_mutex_lock(&objects_lock);
  size_t at = place_of(key);
  int is_there = at < object_count && !strcmp(objects[at].key, key);
  if (!is_there) {
    if (object_count == object_room)
      objects = realloc(objects, (object_room = 2 * object_room + 1024) * sizeof *objects);
    memmove(objects + at + 1, objects + at, (object_count - at) * sizeof *objects);
    objects[at].key = strdup(key);
    object_count++;
  }
  int is_taken = !is_there || !must_be_new;
  if (is_taken) objects[at].size = size;
  pthread_mutex_unlock(&objects_lock);
  return is_taken;
}

static void forget_objects(void) {
  pthread_mutex_lock(&objects_lock);
  for (size_t at = 0; at < object_count; at++) free(objects[at].key);
  object_count = 0;
  pthread_mutex_unlock(&objects_lock);
}

/* Percents become bytes. */
static void decode(const char *from, const char *end, char *to, size_t size) {
  size_t at = 0;
  while (from < end && *from && at + 1 < size) {
    char hex[3] = {from[0], from[1], 0};
    if (*from == '%' && (hex[0] = from[1]) && (hex[1] = from[2])) {
      to[at++] = (char)strtol(hex, NULL, 16);
      from += 3;
    } else to[at++] = *from++;
  }
  to[at] = 0;
}

static void query_value(const char *target, const char *name, char *to, size_t size) {
  const char *at = strchr(target, '?');
  size_t length = strlen(name);
  to[0] = 0;
  for (; at; at = strchr(at, '&')) {
    at++;
    if (strncmp(at, name, length) || at[length] != '=') continue;
    const char *value = at + length + 1;
    decode(value, value + strcspn(value, "&"), to, size);
    return;
  }
}

/* A page of a list; the token of the next one is the last key. */
static char *list_page(const char *target) {
  char prefix[2048], after[2048], token[2048], most[32], *text;
  size_t size, count = 0;
  query_value(target, "prefix", prefix, sizeof prefix);
  query_value(target, "start-after", after, sizeof after);
  query_value(target, "continuation-token", token, sizeof token);
  query_value(target, "max-keys", most, sizeof most);
  size_t limit = atoi(most) > 0 ? (size_t)atoi(most) : 1000;
  const char *from = token[0] ? token : after;
  const char *last = "";
  FILE *page = open_memstream(&text, &size);
  fprintf(page, "<ListBucketResult><Name>b</Name>");
  pthread_mutex_lock(&objects_lock);
  size_t at = place_of(strcmp(from, prefix) > 0 ? from : prefix);
  for (; at < object_count && count < limit; at++) {
    const char *key = objects[at].key;
    if (strncmp(key, prefix, strlen(prefix))) break;
    if (!strcmp(key, from)) continue;
    fprintf(page, "<Contents><Key>%s</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>\"sink\"</ETag><Size>%lld</Size></Contents>", key, objects[at].size);
    last = key;
    count++;
  }
  int is_cut = count == limit && at < object_count && !strncmp(objects[at].key, prefix, strlen(prefix));
  fprintf(page, "<KeyCount>%zu</KeyCount><IsTruncated>%s</IsTruncated>", count, is_cut ? "true" : "false");
  if (is_cut) fprintf(page, "<NextContinuationToken>%s</NextContinuationToken>", last);
  pthread_mutex_unlock(&objects_lock);
  fprintf(page, "</ListBucketResult>");
  fclose(page);
  return text;
}

static const char *document(const char *method, const char *target, const char *crc32, char *out, size_t size) {
  if (strcmp(method, "POST")) return "";
  if (strstr(target, "uploads"))
    return "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId></InitiateMultipartUploadResult>";
  int has = crc32[0] != 0;
  snprintf(out, size, "<CompleteMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><ETag>\"sink\"</ETag>%s%s%s</CompleteMultipartUploadResult>",
           has ? "<ChecksumCRC32>" : "", crc32, has ? "</ChecksumCRC32>" : "");
  return out;
}

static int serve(struct connection *c) {
  char line[16384], method[16] = "", target[8192] = "", crc32[32] = "", body[512], answer[1024];
  long long length = 0;
  int chunked = 0, expects = 0, must_be_new = 0, announces_sum = 0;
  if (!read_line(c, line, sizeof line)) return 0;
  sscanf(line, "%15s %8191s", method, target);
  for (;;) {
    if (!read_line(c, line, sizeof line)) return 0;
    if (!line[0]) break;
    char *value = strchr(line, ':');
    if (!value) return 0;
    *value++ = 0;
    while (*value == ' ') value++;
    if (!strcasecmp(line, "content-length")) length = atoll(value);
    else if (!strcasecmp(line, "transfer-encoding")) chunked = strstr(value, "chunked") != NULL;
    else if (!strcasecmp(line, "expect")) expects = 1;
    else if (!strcasecmp(line, "if-none-match")) must_be_new = 1;
    else if (!strcasecmp(line, "x-amz-checksum-algorithm")) announces_sum = !strcmp(value, "CRC32");
    else if (!strcasecmp(line, "x-amz-checksum-crc32")) snprintf(crc32, sizeof crc32, "%s", value);
  }
  if (expects && !say(c, "HTTP/1.1 100 Continue\r\n\r\n")) return 0;
  if (!(chunked ? skip_chunked(c) : skip(c, length))) return 0;
  long shape[3];
  if (sscanf(target, "/-/shape?%ld,%ld,%ld", &shape[0], &shape[1], &shape[2]) == 3) {
    delay_ms = shape[0];
    bytes_per_second = shape[1];
    remembers = shape[2];
    forget_objects();
    return say(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }
  if (!strcmp(target, "/-/received")) {
    int size = snprintf(body, sizeof body, "%lld", (long long)received);
    snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", size, body);
    return say(c, answer);
  }
  if (delay_ms > 0) wait_until(now() + delay_ms / 1e3);
  if (!strcmp(method, "HEAD")) return say(c, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  if (!strcmp(method, "GET")) {
    char *page = list_page(target), *whole;
    size_t size;
    FILE *out = open_memstream(&whole, &size);
    fprintf(out, "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: %zu\r\n\r\n%s", strlen(page), page);
    fclose(out);
    int is_said = say(c, whole);
    free(page);
    free(whole);
    return is_said;
  }
  const char *key = strchr(target + 1, '/');
  if (remembers && !strcmp(method, "PUT") && key && !strstr(target, "partNumber=")) {
    char name[2048];
    decode(key + 1, key + 1 + strcspn(key + 1, "?"), name, sizeof name);
    if (!take_object(name, length, must_be_new))
      return say(c, "HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\n\r\n");
  }
  const char *text = document(method, target, crc32, body, sizeof body);
  snprintf(answer, sizeof answer,
           "HTTP/1.1 200 OK\r\nETag: \"sink\"\r\nx-amz-request-id: sink\r\n%s%s%s%sContent-Length: %zu\r\n\r\n%s",
           // As S3 answers CreateMultipartUpload when a sum is announced.
           announces_sum ? "x-amz-checksum-algorithm: CRC32\r\n" : "", crc32[0] ? "x-amz-checksum-crc32: " : "", crc32, crc32[0] ? "\r\n" : "", strlen(text), text);
  return say(c, answer);
}

static void *run(void *connection) {
  struct connection *c = connection;
  if (c->ssl) SSL_set_fd(c->ssl, c->fd);
  if (!c->ssl || SSL_accept(c->ssl) > 0)
    while (serve(c));
  if (c->ssl) SSL_free(c->ssl);
  close(c->fd);
  free(c);
  return NULL;
}

/* Listens on a free port and prints it. */
static int open_port(int is_far) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), segment = 1460, window = 64 * 1024;
  if (is_far) {
    setsockopt(listener, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
    setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
  }
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 1024)) return -1;
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  return listener;
}

struct listener {
  int fd, is_plain;
};

static void *take_all(void *argument) {
  struct listener *listener = argument;
  pthread_t thread;
  int on = 1;
  for (;;) {
    int fd = accept(listener->fd, NULL, NULL);
    if (fd < 0) continue;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct connection *c = calloc(1, sizeof *c);
    c->fd = fd;
    c->ssl = listener->is_plain ? NULL : SSL_new(tls);
    if (pthread_create(&thread, NULL, run, c)) close(fd);
    else pthread_detach(thread);
  }
  return NULL;
}

static void *end_with_input(void *unused) {
  char byte;
  while (read(0, &byte, 1) > 0);
  exit(0);
  return unused;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  signal(SIGPIPE, SIG_IGN);
  tls = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_options(tls, SSL_OP_CIPHER_SERVER_PREFERENCE);
  /* What S3 itself chooses first. */
  SSL_CTX_set_ciphersuites(tls, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384");
  if (SSL_CTX_use_certificate_chain_file(tls, argv[1]) != 1) return 1;
  if (SSL_CTX_use_PrivateKey_file(tls, argv[2], SSL_FILETYPE_PEM) != 1) return 1;
  pthread_t thread;
  pthread_create(&thread, NULL, end_with_input, NULL);
  static struct listener near, far, far_plain = {.is_plain = 1};
  near.fd = open_port(0), far.fd = open_port(1), far_plain.fd = open_port(1);
  if (near.fd < 0 || far.fd < 0 || far_plain.fd < 0) return 1;
  fflush(stdout);
  pthread_create(&thread, NULL, take_all, &far);
  pthread_create(&thread, NULL, take_all, &far_plain);
  take_all(&near);
}
