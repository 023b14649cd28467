/* The state of the scanner, and the tokens it passes. Private to lib/wrap/json/scan.c and token.c. */
#ifndef SMS_WRAP_JSON_TOKEN_H
#define SMS_WRAP_JSON_TOKEN_H

#include "wrap/json/scan.h"

#define SMS_JSON_NAMES 64 /* names of open objects before memory is allocated */

struct sms_json_name {
	const char *bytes; /* decoded */
	uint32_t length, tag, offset;
};

struct sms_json_reader {
	const unsigned char *start, *at, *end;
	struct sms_json_scan *scan;
	uint32_t ordinal;
	unsigned depth;
	struct sms_json_name *names; /* of all open objects, those of the innermost one last */
	size_t count, capacity;
	struct sms_arena *decoded; /* names that were written with escapes */
	const unsigned char *where;
	char *what;
	struct sms_json_name room[SMS_JSON_NAMES];
};

/* Notes what is wrong and where; false, to be returned. */
bool sms_json_fail(struct sms_json_reader *r, const unsigned char *where, const char *format, ...) SMS_PRINTF(3, 4)
	__attribute__((cold));
/* Passes a string from quote to quote; sets `escaped` when it holds an escape. */
bool sms_json_pass_string(struct sms_json_reader *r, bool *escaped) SMS_CHECKED;
/* Passes a number and notes it when it needs its text. */
bool sms_json_pass_number(struct sms_json_reader *r) SMS_CHECKED;

#endif
