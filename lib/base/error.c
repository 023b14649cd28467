#include "base/error.h"
#include "base/list.h"
#include <string.h>

struct sms_error {
	enum sms_status status;
	char *message;
	struct sms_list hints;
};

/* An error that takes `message`. */
static struct sms_error *make(enum sms_status status, char *message)
{
	struct sms_error *error = sms_alloc(1, sizeof *error);
	error->status = status;
	error->message = message;
	return error;
}

struct sms_error *sms_error(enum sms_status status, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *message = sms_vformat(format, arguments);
	va_end(arguments);
	return make(status, message);
}

struct sms_error *sms_error_errno(int errnum, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *subject = sms_vformat(format, arguments);
	va_end(arguments);
	char words[128];
	return make(SMS_ENVIRONMENT, sms_format("%s: %s", subject, strerror_r(errnum, words, sizeof words)));
}

struct sms_error *sms_error_wrap(struct sms_error *error, const char *format, ...)
{
	if (!error)
		return NULL;
	va_list arguments;
	va_start(arguments, format);
	sms_auto(string) char *context = sms_vformat(format, arguments);
	va_end(arguments);
	char *message = sms_format("%s: %s", context, error->message);
	free(error->message);
	error->message = message;
	return error;
}

struct sms_error *sms_error_hint(struct sms_error *error, const char *format, ...)
{
	if (!error)
		return NULL;
	va_list arguments;
	va_start(arguments, format);
	sms_list_adopt(&error->hints, sms_vformat(format, arguments));
	va_end(arguments);
	return error;
}

struct sms_error *sms_error_as(struct sms_error *error, enum sms_status status)
{
	if (error)
		error->status = status;
	return error;
}

enum sms_status sms_error_status(const struct sms_error *error)
{
	return error ? error->status : SMS_OK;
}

const char *sms_error_message(const struct sms_error *error)
{
	return error ? error->message : "";
}

size_t sms_error_hint_count(const struct sms_error *error)
{
	return error ? error->hints.count : 0;
}

const char *sms_error_hint_at(const struct sms_error *error, size_t index)
{
	return index < sms_error_hint_count(error) ? error->hints.items[index] : NULL;
}

void sms_error_free(struct sms_error *error)
{
	if (!error)
		return;
	free(error->message);
	sms_list_release(&error->hints);
	free(error);
}
