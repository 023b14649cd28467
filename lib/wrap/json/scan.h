/* JSON as text: what is decided about it before, or without, values being made. Private to lib/wrap/json/. */
#ifndef SMS_WRAP_JSON_SCAN_H
#define SMS_WRAP_JSON_SCAN_H

#include "wrap/json/json.h"

/* cJSON reads a number through a buffer of 64 bytes; a longer one is kept from it. */
#define SMS_JSON_NUMBER_LENGTH 60

/* A number that an integer of up to 15 digits does not print again: it has a fraction, an exponent, more digits, or is
 * minus zero. `ordinal` counts the numbers of the text from 0; offset and length are its place in the text. */
struct sms_json_number {
	uint32_t ordinal, offset, length;
};

struct sms_json_scan {
	struct sms_json_number *numbers;
	size_t count, capacity;
	bool limit;    /* what was wrong is that a limit was passed */
	bool overlong; /* one of them is longer than SMS_JSON_NUMBER_LENGTH */
};

/* Reads the text by the rules of wrap/json.h and notes the numbers that need their text; `scan` starts zeroed. */
struct sms_error *sms_json_scan(struct sms_json_scan *scan, const char *text, size_t length,
				const char *name) SMS_CHECKED;
void sms_json_scan_release(struct sms_json_scan *scan);

/* Line and column of the byte at `offset`. */
struct sms_position sms_json_position(const char *text, size_t offset);
/* Decodes what stands between the quotes of a string that scanned well; `out` has room for `length` bytes. Returns the
 * number of bytes written. */
size_t sms_json_unescape(char *out, const char *raw, size_t length);
/* True when a token of a JSON Pointer, `~0` and `~1` decoded, is `name`. */
bool sms_json_token_is(const char *token, size_t length, const char *name, size_t name_length);
/* Reads an array index: digits without a leading zero. */
bool sms_json_index(const char *text, size_t length, size_t *out);

SMS_AUTO_STRUCT(json_scan, struct sms_json_scan, sms_json_scan_release);

#endif
