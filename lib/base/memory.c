#include "base/memory.h"
#include "base/error.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void *sms_alloc(size_t count, size_t size)
{
	void *memory = count && size ? calloc(count, size) : calloc(1, 1);
	if (!memory)
		sms_out_of_memory();
	return memory;
}

void *sms_realloc(void *memory, size_t count, size_t size)
{
	/* reallocarray() of no bytes frees: ask for one instead. */
	void *moved = count && size ? reallocarray(memory, count, size) : realloc(memory, 1);
	if (!moved)
		sms_out_of_memory();
	return moved;
}

char *sms_copy(const char *bytes, size_t length)
{
	if (length == SIZE_MAX)
		sms_out_of_memory();
	char *copy = sms_realloc(NULL, length + 1, 1);
	if (length)
		memcpy(copy, bytes, length);
	copy[length] = 0;
	return copy;
}

char *sms_strdup(const char *text)
{
	return text ? sms_copy(text, strlen(text)) : NULL;
}

char *sms_format(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *text = sms_vformat(format, arguments);
	va_end(arguments);
	return text;
}

char *sms_vformat(const char *format, va_list arguments)
{
	char *text = NULL;
	if (vasprintf(&text, format, arguments) < 0)
		sms_out_of_memory();
	return text;
}

void sms_out_of_memory(void)
{
	static const char message[] = "sms: out of memory\n";
	/* Nothing can be done when even this cannot be said. */
	ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
	(void)written;
	_exit(SMS_NO_MEMORY);
}
