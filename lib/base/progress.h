/* How far a long piece of work is. The library reports; whoever called decides whether anything is shown. */
#ifndef SMS_BASE_PROGRESS_H
#define SMS_BASE_PROGRESS_H

#include <stddef.h>

struct sms_progress {
	/* Called now and then, from one thread at a time; `total` 0 when not known. */
	void (*report)(void *context, const char *what, size_t done, size_t total);
	void *context;
};

/* Reports; `progress` may be NULL. */
static inline void sms_progress(const struct sms_progress *progress, const char *what, size_t done, size_t total)
{
	if (progress && progress->report)
		progress->report(progress->context, what, done, total);
}

#endif
