/* The progress bar. */
#include "terminal.h"
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 500, PERIOD = 100, BAR = 24 }; /* milliseconds; columns */

static int64_t milliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void draw(const char *what, size_t done, size_t total)
{
	static const char full[BAR + 1] = "########################";
	if (!total) {
		fprintf(stderr, "\r\033[K%s: %zu", what, done);
		return;
	}
	int part = done < total ? (int)((double)done / (double)total * BAR) : BAR;
	int percent = done < total ? (int)((double)done / (double)total * 100) : 100;
	fprintf(stderr, "\r\033[K%s [%.*s%*s] %d %%", what, part, full, BAR - part, "", percent);
}

static void report(void *context, const char *what, size_t done, size_t total)
{
	struct progress_bar *bar = context;
	int64_t now = milliseconds();
	if (!bar->enabled)
		return;
	if (total && done >= total) {
		progress_bar_clear(&bar->progress);
		return;
	}
	if (now - bar->started < PATIENCE || now - bar->drawn < PERIOD)
		return;
	draw(what, done, total);
	bar->shown = true;
	bar->drawn = now;
}

void progress_bar_init(struct progress_bar *bar)
{
	*bar = (struct progress_bar){.progress = {.report = report, .context = bar}};
	const char *terminal = getenv("TERM");
	bar->enabled = isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
	bar->started = milliseconds();
}

void progress_bar_clear(const struct sms_progress *progress)
{
	struct progress_bar *bar = progress ? progress->context : NULL;
	if (!bar || !bar->shown)
		return;
	fputs("\r\033[K", stderr);
	bar->shown = false;
}
