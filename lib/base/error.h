/* Errors as values: a function that can fail returns `struct sms_error *`, NULL is success.
 *
 * An error means "could not do it" and stops the run. That records are wrong is not an error but a finding.
 * The message is lower case, without a full stop, its subject in single quotes. Context is added on the way up
 * with sms_error_wrap; hints are whole lines with the command that helps. The library never prints an error. */
#ifndef SMS_BASE_ERROR_H
#define SMS_BASE_ERROR_H

#include "base/memory.h"

/* The exit statuses of the command line; an error carries the one it ends with. */
enum sms_status {
	SMS_OK = 0,
	SMS_NO = 1,          /* the answer is no */
	SMS_INPUT = 2,       /* wrong call or bad input; nothing was written */
	SMS_UNJUDGED = 3,    /* could not judge: evidence incomplete, a limit reached */
	SMS_ENVIRONMENT = 4, /* no repository, I/O, damage, missing program */
	SMS_BUSY = 5,        /* somebody else was first or holds the lock; nothing was written */
	SMS_UNCONFIRMED = 6, /* written, but not confirmed to be on disk or printed */
	SMS_NO_MEMORY = 12
};

struct sms_error;

/* A new error. */
struct sms_error *sms_error(enum sms_status status, const char *format, ...) SMS_PRINTF(2, 3) SMS_CHECKED;
/* A new error that ends in ": " and the system's words for `errnum`; status ENVIRONMENT. */
struct sms_error *sms_error_errno(int errnum, const char *format, ...) SMS_PRINTF(2, 3) SMS_CHECKED;
/* Puts "context: " before the message; takes `error` and returns it. */
struct sms_error *sms_error_wrap(struct sms_error *error, const char *format, ...) SMS_PRINTF(2, 3) SMS_CHECKED;
/* Adds a hint line; takes `error` and returns it. */
struct sms_error *sms_error_hint(struct sms_error *error, const char *format, ...) SMS_PRINTF(2, 3) SMS_CHECKED;
/* Gives the error another status; takes `error` and returns it. */
struct sms_error *sms_error_as(struct sms_error *error, enum sms_status status) SMS_CHECKED;

enum sms_status sms_error_status(const struct sms_error *error);
const char *sms_error_message(const struct sms_error *error);
size_t sms_error_hint_count(const struct sms_error *error);
const char *sms_error_hint_at(const struct sms_error *error, size_t index);
void sms_error_free(struct sms_error *error);

SMS_AUTO_POINTER(error, struct sms_error *, sms_error_free);

/* Returns the error of `call` from the function at once. */
#define SMS_TRY(call)                                                                                                  \
	do {                                                                                                           \
		struct sms_error *sms_try_error = (call);                                                              \
		if (sms_try_error)                                                                                     \
			return sms_try_error;                                                                          \
	} while (0)

#endif
