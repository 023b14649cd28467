/* Runs two commands in turn and prints what each run took: "MICROSECONDS-A MICROSECONDS-B KIB-A KIB-B" a line, where
 * KIB is the peak of resident memory as wait4 tells it (what GNU time prints as well). Every second pair begins with B,
 * so that neither side always finds the caches warm.
 *
 *     bench_timer [-n PAIRS] [-w WARMUPS] [-s STATUS] [-p PREPARE] A [B]
 *
 * A and B are words, quoted and with $VARIABLES as in a shell, but run without one; " && " between two commands runs
 * them after each other as one side (quotes do not protect it). Their standard output is thrown away. A status over
 * STATUS (0) ends everything. PREPARE is a line for bash, run untimed before each run. All see BENCH_RUN, which counts
 * runs from 1 and differs between any two, and BENCH_SIDE, A or B. */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wordexp.h>

#define STEPS 8

extern char **environ;

struct options {
	long pairs, warmups, status;
	const char *prepare;
};

struct sample {
	double microseconds;
	long kib;
};

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void run(char *const *words, long highest, struct sample *sample)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	pid_t child;
	int status;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	double start = now();
	if ((errno = posix_spawnp(&child, words[0], &actions, NULL, words, environ)) != 0)
		err(2, "%s", words[0]);
	if (wait4(child, &status, 0, &usage) < 0)
		err(2, "wait");
	sample->microseconds += now() - start;
	sample->kib = usage.ru_maxrss > sample->kib ? usage.ru_maxrss : sample->kib;
	posix_spawn_file_actions_destroy(&actions);
	if (!WIFEXITED(status) || WEXITSTATUS(status) > highest)
		errx(1, "status %d of: %s %s %s", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
		     words[0], words[1] ? words[1] : "", words[1] && words[2] ? words[2] : "");
}

/* Words are expanded before the clock starts. */
static struct sample run_side(const char *line, const struct options *options)
{
	static const char and[] = " && ";
	struct sample sample = {0};
	wordexp_t steps[STEPS];
	size_t count = 0;
	char *copy = strdup(line), *next = copy, *step;
	while (next) {
		step = next;
		next = strstr(step, and);
		if (next) {
			*next = 0;
			next += strlen(and);
		}
		if (count == STEPS || wordexp(step, &steps[count], WRDE_NOCMD | WRDE_UNDEF) != 0 ||
		    !steps[count].we_wordc)
			errx(2, "cannot read: %s", line);
		count++;
	}
	for (size_t i = 0; i < count; i++)
		run(steps[i].we_wordv, options->status, &sample);
	for (size_t i = 0; i < count; i++)
		wordfree(&steps[i]);
	free(copy);
	return sample;
}

static struct sample prepare_and_run(const char *const *lines, size_t side, const struct options *options)
{
	static long count;
	struct sample ignored = {0};
	char number[24];
	snprintf(number, sizeof number, "%ld", ++count);
	setenv("BENCH_RUN", number, 1);
	setenv("BENCH_SIDE", side ? "B" : "A", 1);
	if (options->prepare) {
		char bash[] = "bash", flag[] = "-c", *line = strdup(options->prepare);
		run((char *[]){bash, flag, line, NULL}, 0, &ignored);
		free(line);
	}
	return run_side(lines[side], options);
}

static void run_pair(const char *const *lines, size_t sides, size_t first, const struct options *options, int print)
{
	struct sample samples[2] = {{0}};
	for (size_t i = 0; i < sides; i++) {
		size_t side = sides == 2 ? (first + i) % 2 : 0;
		samples[side] = prepare_and_run(lines, side, options);
	}
	if (print)
		printf("%.0f %.0f %ld %ld\n", samples[0].microseconds, samples[1].microseconds, samples[0].kib,
		       samples[1].kib);
}

int main(int argc, char **argv)
{
	struct options options = {.pairs = 7, .warmups = 1};
	int option;
	while ((option = getopt(argc, argv, "n:w:s:p:")) != -1) {
		switch (option) {
		case 'n':
			options.pairs = strtol(optarg, NULL, 10);
			break;
		case 'w':
			options.warmups = strtol(optarg, NULL, 10);
			break;
		case 's':
			options.status = strtol(optarg, NULL, 10);
			break;
		case 'p':
			options.prepare = optarg;
			break;
		default:
			return 2;
		}
	}
	int sides = argc - optind;
	if (sides < 1 || sides > 2)
		errx(2, "usage: bench_timer [-n PAIRS] [-w WARMUPS] [-s STATUS] [-p PREPARE] A [B]");
	const char *lines[2] = {argv[optind], argv[argc - 1]};
	for (long i = -options.warmups; i < options.pairs; i++)
		run_pair(lines, (size_t)sides, (size_t)(i & 1), &options, i >= 0);
	return fflush(stdout) != 0;
}
