/* Runs a command and says what it took, its children included.
   usage: measure SECONDS COMMAND…  SECONDS: when to interrupt it; 0: never. The line goes to descriptor 3. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child;

static void interrupt(int signal_number) {
  (void)signal_number;
  kill(child, SIGINT);
}

static double seconds(struct timeval t) { return t.tv_sec + t.tv_usec / 1e6; }

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  struct timeval begin, end;
  gettimeofday(&begin, NULL);
  child = fork();
  if (child == 0) {
    close(3);
    execvp(argv[2], argv + 2);
    _exit(127);
  }
  struct sigaction action = {.sa_handler = interrupt, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &action, NULL);
  signal(SIGINT, SIG_IGN);
  alarm(atoi(argv[1]));
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) < 0) return 1;
  gettimeofday(&end, NULL);
  dprintf(3, "{\"seconds\":%.4f,\"cpuSeconds\":%.4f,\"peakRssBytes\":%lld,\"exitCode\":%d}\n",
          seconds(end) - seconds(begin), seconds(usage.ru_utime) + seconds(usage.ru_stime),
          usage.ru_maxrss * 1024LL, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return 0;
}
