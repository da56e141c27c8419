// A load that costs the machine little, so that what is measured is the server: one thread, epoll, kept connections,
// one post at a time on each.
//
//   load PORT CONNECTIONS SECONDS MAX_POSTS STATUS <REQUEST
//
// REQUEST is a whole HTTP request. Where it has 36 # there goes another Id each time, where it has 9 @ the number of
// the post. Prints one JSON object: how many posts, how many answers had another status, and the latencies.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { ID_LENGTH = 36, NUMBER_LENGTH = 9, MAX_REQUEST = 65536 + 4096, MAX_ANSWER = 8192, EVENTS = 256, PAUSE_US = 100 };

typedef struct {
  int socket;
  size_t received;
  uint64_t sent_at;
  char answer[MAX_ANSWER + 1];
} connection;

static char request[MAX_REQUEST + 1];
static size_t request_length;
static char *id_slot, *number_slot;
static uint64_t run;
static long sent, posts, wrong, max_posts;
static uint64_t end_at;
static uint32_t *latencies;
static size_t latency_room;

static uint64_t now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void read_request(void) {
  ssize_t count;
  while ((count = read(0, request + request_length, MAX_REQUEST - request_length)) > 0)
    request_length += (size_t)count;
  if (count < 0) die("read the request");
  id_slot = strstr(request, "####################################");
  number_slot = strstr(request, "@@@@@@@@@");
}

static connection *open_connection(int port) {
  connection *self = calloc(1, sizeof *self);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  self->socket = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(self->socket, (struct sockaddr *)&address, sizeof address) != 0) die("connect");
  int on = 1;
  setsockopt(self->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return self;
}

// Spread like a real UUID: the server's index must not profit from a counter.
static void fill_slots(void) {
  char text[64];
  uint32_t scattered = (uint32_t)sent * 2654435761u;
  if (id_slot) {
    snprintf(text, sizeof text, "%08x-%09ld%018llx", scattered, sent % 1000000000, (unsigned long long)run);
    memcpy(id_slot, text, ID_LENGTH);
  }
  if (number_slot) {
    snprintf(text, sizeof text, "%09ld", sent % 1000000000);
    memcpy(number_slot, text, NUMBER_LENGTH);
  }
}

// False when there is nothing left to send.
static int send_post(connection *self) {
  self->sent_at = now_us();
  if (self->sent_at >= end_at || sent >= max_posts) return 0;
  sent += 1;
  fill_slots();
  // One small request on an idle connection always fits into the socket's buffer.
  if (write(self->socket, request, request_length) != (ssize_t)request_length) die("write");
  self->received = 0;
  return 1;
}

// Length of the whole answer, or 0 while its end is not known yet.
static size_t answer_length(const connection *self) {
  const char *head_end = strstr(self->answer, "\r\n\r\n");
  if (!head_end) return 0;
  const char *line = self->answer;
  long body = 0;
  while (line < head_end) {
    if (strncasecmp(line, "content-length:", 15) == 0) body = atol(line + 15);
    line = strstr(line, "\r\n") + 2;
  }
  return (size_t)(head_end + 4 - self->answer) + (size_t)body;
}

static void record(uint64_t latency_us) {
  if ((size_t)posts == latency_room) {
    latency_room = latency_room ? latency_room * 2 : 1 << 16;
    latencies = realloc(latencies, latency_room * sizeof *latencies);
    if (!latencies) die("remember a latency");
  }
  latencies[posts++] = (uint32_t)latency_us;
}

// False when this connection is done.
static int read_answer(connection *self, int status) {
  ssize_t count = read(self->socket, self->answer + self->received, MAX_ANSWER - self->received);
  if (count <= 0) die("the server hung up");
  self->received += (size_t)count;
  self->answer[self->received] = 0;
  size_t length = answer_length(self);
  if (length == 0 || self->received < length) return 1;
  record(now_us() - self->sent_at);
  if (self->received > length || atoi(self->answer + 9) != status) wrong += 1;
  return send_post(self);
}

static int by_size(const void *a, const void *b) {
  uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
  return (left > right) - (left < right);
}

static double percentile_ms(double share) {
  return posts ? latencies[(size_t)((double)(posts - 1) * share)] / 1000.0 : 0;
}

int main(int count, char **values) {
  if (count != 6) return 2;
  int connections = atoi(values[2]), status = atoi(values[5]), open = 0;
  max_posts = atol(values[4]);
  read_request();
  run = now_us() ^ ((uint64_t)getpid() << 44);
  int poll = epoll_create1(0);
  uint64_t started_at = now_us(), answered_at = started_at;
  end_at = started_at + (uint64_t)(atof(values[3]) * 1e6);
  for (; open < connections; open += 1) {
    connection *self = open_connection(atoi(values[1]));
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = self};
    epoll_ctl(poll, EPOLL_CTL_ADD, self->socket, &event);
    if (!send_post(self)) break;
  }
  while (open > 0) {
    struct epoll_event events[EVENTS];
    int ready = epoll_wait(poll, events, EVENTS, 0);
    if (ready < 0 && errno != EINTR) die("epoll_wait");
    if (ready <= 0) {
      // A sleep by the clock: senders elsewhere are not woken by the server's processor either.
      usleep(PAUSE_US);
      if (now_us() - answered_at > 30000000) die("no answer for 30 seconds");
      continue;
    }
    answered_at = now_us();
    for (int index = 0; index < ready; index += 1) {
      connection *self = events[index].data.ptr;
      if (read_answer(self, status)) continue;
      close(self->socket);
      free(self);
      open -= 1;
    }
  }
  double seconds = (double)(now_us() - started_at) / 1e6;
  qsort(latencies, (size_t)posts, sizeof *latencies, by_size);
  printf("{\"posts\":%ld,\"wrong\":%ld,\"postsPerSecond\":%.1f,\"p50Ms\":%.3f,\"p99Ms\":%.3f,\"maxMs\":%.3f}\n", posts,
         wrong, (double)posts / seconds, percentile_ms(0.5), percentile_ms(0.99), percentile_ms(1));
  return 0;
}
