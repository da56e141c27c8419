/* An S3 that throws everything away, over TLS: a thread a connection, so that it never limits what is measured.
   usage: sink CERT KEY; prints two ports; stops when its standard input ends. Connections to the second are like
   those of a far line: loopback's segments of 64 KiB would let the kernel take megabytes at once, which none does.
   POST /-/shape?DELAY_MS,BYTES_PER_SECOND sets delay and rate (0: none) for requests from then on. */
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
static atomic_long delay_ms, bytes_per_second;

struct connection {
  SSL *ssl;
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
  int count = SSL_read(c->ssl, c->buffer + c->end, sizeof c->buffer - c->end);
  if (count <= 0) return 0;
  c->end += count;
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
  return SSL_write(c->ssl, text, strlen(text)) > 0;
}

static const char *document(const char *method, const char *target, const char *crc32, char *out, size_t size) {
  if (!strcmp(method, "GET"))
    return "<ListBucketResult><Name>b</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>";
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
  int chunked = 0, expects = 0;
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
    else if (!strcasecmp(line, "x-amz-checksum-crc32")) snprintf(crc32, sizeof crc32, "%s", value);
  }
  if (expects && !say(c, "HTTP/1.1 100 Continue\r\n\r\n")) return 0;
  if (!(chunked ? skip_chunked(c) : skip(c, length))) return 0;
  long shape[2];
  if (sscanf(target, "/-/shape?%ld,%ld", &shape[0], &shape[1]) == 2) {
    delay_ms = shape[0];
    bytes_per_second = shape[1];
  } else if (delay_ms > 0) {
    wait_until(now() + delay_ms / 1e3);
  }
  const char *text = document(method, target, crc32, body, sizeof body);
  snprintf(answer, sizeof answer,
           "HTTP/1.1 200 OK\r\nETag: \"sink\"\r\nx-amz-request-id: sink\r\n%s%s%sContent-Length: %zu\r\n\r\n%s",
           crc32[0] ? "x-amz-checksum-crc32: " : "", crc32, crc32[0] ? "\r\n" : "", strlen(text), text);
  return say(c, answer);
}

static void *run(void *socket) {
  struct connection *c = calloc(1, sizeof *c);
  int fd = (int)(long)socket;
  c->ssl = SSL_new(tls);
  SSL_set_fd(c->ssl, fd);
  if (SSL_accept(c->ssl) > 0)
    while (serve(c));
  SSL_free(c->ssl);
  close(fd);
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

static void *take_all(void *listener) {
  pthread_t thread;
  int on = 1;
  for (;;) {
    int fd = accept((int)(long)listener, NULL, NULL);
    if (fd < 0) continue;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (pthread_create(&thread, NULL, run, (void *)(long)fd)) close(fd);
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
  long near = open_port(0), far = open_port(1);
  if (near < 0 || far < 0) return 1;
  fflush(stdout);
  pthread_create(&thread, NULL, take_all, (void *)far);
  take_all((void *)near);
}
