/* Regular expressions: compiles what translate.c made of an ECMA-262 pattern, and matches within limits. */
#include "wrap/regex/regex.h"
#include "base/utf8.h"
#include "wrap/regex/translate.h"
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdalign.h>
#include <time.h>

#define PATTERN_BYTES 10000
#define SHOWN_BYTES 80 /* of a pattern in errors */
#define STEPS 100000   /* from one place of the text */
#define DEPTH 100000   /* of steps to go back to */
#define HEAP_KIBIBYTES 32768
#define SLICE_BYTES 1024 /* a longer text is matched slice by slice, at most SLICES of them */
#define SLICES 16
#define SECONDS 1 /* of processor time for a longer text */
/* What PCRE2 takes for a match with few groups: 20 KiB for its first steps and some hundred bytes for the rest. */
#define SCRATCH_BYTES (22 << 10)

struct sms_regex {
	pcre2_code *code;
	pcre2_match_context *limits;
	char *shown; /* the pattern for errors */
};

static void *take(size_t size, void *context)
{
	return sms_realloc(NULL, 1, size);
}

static void give(void *memory, void *context)
{
	free(memory);
}

/* Memory on the stack for one match; what does not fit comes from the heap. A match then costs no allocation, and
 * threads share nothing. */
struct scratch {
	size_t used;
	alignas(max_align_t) char bytes[SCRATCH_BYTES];
};

static void *take_scratch(size_t size, void *context)
{
	struct scratch *scratch = context;
	size_t rounded = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (rounded < size || rounded > SCRATCH_BYTES - scratch->used)
		return take(size, NULL);
	scratch->used += rounded;
	return scratch->bytes + scratch->used - rounded;
}

static void give_scratch(void *memory, void *context)
{
	struct scratch *scratch = context;
	if ((char *)memory < scratch->bytes || (char *)memory >= scratch->bytes + SCRATCH_BYTES)
		free(memory);
}

static struct sms_error *compile(struct sms_regex *regex, pcre2_general_context *general, const char *pattern,
				 size_t length, unsigned flags)
{
	const uint32_t options = PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX |
				 PCRE2_ALLOW_EMPTY_CLASS | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT;
	sms_auto(translation) struct sms_translation translation = {0};
	bool caseless = flags & SMS_REGEX_CASELESS;
	SMS_TRY(sms_translation_make(&translation, pattern, length, caseless));

	int status;
	size_t offset;
	pcre2_compile_context *context = pcre2_compile_context_create(general);
	pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALT_BSUX | PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES);
	regex->code = pcre2_compile((PCRE2_SPTR)sms_buf_text(&translation.text), translation.text.length,
				    options | (caseless ? PCRE2_CASELESS : 0), &status, &offset, context);
	pcre2_compile_context_free(context);
	if (regex->code)
		return NULL;
	char message[256];
	pcre2_get_error_message(status, (PCRE2_UCHAR *)message, sizeof message);
	return sms_error(SMS_INPUT, "%s, at offset %zu", message, sms_translation_origin(&translation, offset));
}

struct sms_error *sms_regex_new(struct sms_regex **out, const char *pattern, size_t length, unsigned flags)
{
	if (length > PATTERN_BYTES)
		return sms_error(SMS_INPUT, "a pattern of %zu bytes is over the limit of %d", length, PATTERN_BYTES);
	size_t good = sms_utf8_valid(pattern, length);
	if (good < length)
		return sms_error(SMS_INPUT, "a pattern is not UTF-8, at offset %zu", good);

	sms_auto(regex) struct sms_regex *regex = sms_alloc(1, sizeof *regex);
	size_t shown = length <= SHOWN_BYTES ? length : sms_utf8_valid(pattern, SHOWN_BYTES);
	regex->shown = sms_format("%.*s%s", (int)shown, pattern, shown < length ? "..." : "");
	pcre2_general_context *general = pcre2_general_context_create(take, give, NULL);
	struct sms_error *error = compile(regex, general, pattern, length, flags);
	regex->limits = pcre2_match_context_create(general);
	pcre2_general_context_free(general);
	if (error)
		return sms_error_wrap(error, "pattern '%s'", regex->shown);
	pcre2_set_match_limit(regex->limits, STEPS);
	pcre2_set_depth_limit(regex->limits, DEPTH);
	pcre2_set_heap_limit(regex->limits, HEAP_KIBIBYTES);
	*out = sms_move(&regex);
	return NULL;
}

static struct sms_error *match_error(const struct sms_regex *regex, int status, size_t length)
{
	if (status == PCRE2_ERROR_MATCHLIMIT || status == PCRE2_ERROR_DEPTHLIMIT || status == PCRE2_ERROR_HEAPLIMIT)
		return sms_error(SMS_UNJUDGED, "pattern '%s' takes too many steps on a text of %zu bytes", regex->shown,
				 length);
	char message[256];
	pcre2_get_error_message(status, (PCRE2_UCHAR *)message, sizeof message);
	return sms_error(SMS_INPUT, "pattern '%s' cannot be matched: %s", regex->shown, message);
}

static double processor_time(void)
{
	struct timespec time;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* PCRE2 counts its steps anew from every place where a match may begin, so that a long text can take minutes within
 * the limit. This looks at the clock between slices of such places. */
static int match_slices(const struct sms_regex *regex, const char *text, size_t length, pcre2_match_data *data)
{
	size_t slice = length / SLICES > SLICE_BYTES ? length / SLICES : SLICE_BYTES, start = 0, last = slice;
	double began = processor_time();
	pcre2_match_context *limits = pcre2_match_context_copy(regex->limits);
	pcre2_set_offset_limit(limits, last);
	int status = pcre2_match(regex->code, (PCRE2_SPTR)text, length, 0, 0, data, limits);
	while (status == PCRE2_ERROR_NOMATCH && last < length) {
		if (processor_time() - began > SECONDS) {
			status = PCRE2_ERROR_MATCHLIMIT;
			break;
		}
		for (start = last + 1; start < length && (text[start] & 0xc0) == 0x80;)
			start++;
		last = start + slice;
		pcre2_set_offset_limit(limits, last);
		status = pcre2_match(regex->code, (PCRE2_SPTR)text, length, start, PCRE2_NO_UTF_CHECK, data, limits);
	}
	pcre2_match_context_free(limits);
	return status;
}

struct sms_error *sms_regex_match(bool *out, const struct sms_regex *regex, const char *text, size_t length,
				  size_t *from, size_t *to)
{
	/* Zeroing this for every match would cost more than the match. */
	__attribute__((uninitialized)) struct scratch scratch;
	scratch.used = 0;
	pcre2_general_context *general = pcre2_general_context_create(take_scratch, give_scratch, &scratch);
	pcre2_match_data *data = pcre2_match_data_create(1, general);
	int status = length > SLICE_BYTES
			     ? match_slices(regex, text, length, data)
			     : pcre2_match(regex->code, (PCRE2_SPTR)text, length, 0, 0, data, regex->limits);
	const size_t *range = pcre2_get_ovector_pointer(data);
	*out = status >= 0;
	if (*out && from)
		*from = range[0];
	if (*out && to)
		*to = range[1];
	pcre2_match_data_free(data);
	pcre2_general_context_free(general);
	return status >= 0 || status == PCRE2_ERROR_NOMATCH ? NULL : match_error(regex, status, length);
}

void sms_regex_free(struct sms_regex *regex)
{
	if (!regex)
		return;
	pcre2_code_free(regex->code);
	pcre2_match_context_free(regex->limits);
	free(regex->shown);
	free(regex);
}
