/* A repository with errands, a made-up type of events, for the tests of measures and reports: nothing there can lean
 * on the name of a built-in type. */
#ifndef TESTS_REPORTING_H
#define TESTS_REPORTING_H

#include "repository.h"
#include "work/report/report.h"

#define ERRAND_TYPE                                                                                                    \
	"{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"Errand\", "                      \
	"\"description\": \"Made up.\", \"type\": \"object\", "                                                        \
	"\"allOf\": [{\"$ref\": \"common.json#/$defs/envelope\"}], \"properties\": {"                                  \
	"\"begun\": {\"title\": \"Begun\", \"type\": \"string\", \"format\": \"date-time\"}, "                         \
	"\"ended\": {\"title\": \"Ended\", \"type\": \"string\", \"format\": \"date-time\"}, "                         \
	"\"kind\": {\"title\": \"Kind\", \"type\": \"string\", \"enum\": [\"big\", \"small\"]}, "                      \
	"\"place\": {\"title\": \"Place\", \"type\": \"string\"}, "                                                    \
	"\"steps\": {\"title\": \"Steps\", \"type\": \"integer\"}, "                                                   \
	"\"hands\": {\"title\": \"Hands\", \"type\": \"array\", \"items\": {\"type\": \"object\"}}, "                  \
	"\"rests\": {\"title\": \"Rests\", \"type\": \"array\", \"items\": {\"type\": \"object\"}}}, "                 \
	"\"x-sms\": {\"plural\": \"errands\", \"prefix\": \"ERR\", \"kind\": \"event\", \"command\": \"record\", "     \
	"\"clauses\": [\"8.6.1\"], \"columns\": [\"id\", \"title\"], \"date\": \"begun\", "                            \
	"\"lifecycle\": {\"initial\": \"going\", \"final\": [\"over\", \"dropped\"], "                                 \
	"\"moves\": {\"going\": [\"resting\", \"over\", \"dropped\"], \"resting\": [\"going\", \"over\"], "            \
	"\"over\": [\"going\"], \"dropped\": []}}}}\n"

static inline struct place *errands(void)
{
	static struct place place;
	place_make(&place);
	act_as("anna", "2026-01-02T00:00:00Z");
	commit_files(&place, "types/errand.json", ERRAND_TYPE, NULL);
	return &place;
}

static inline void drop_errands(struct place *place)
{
	place_remove(place);
	sms_clock_set(SMS_TIME_NONE);
}

/* Commits an errand: six letters of its id, its state, the instant it began, and its other members as JSON
 * (`"ended": "…"`; "" for none). */
static inline void add_errand(struct place *place, const char *letters, const char *state, const char *begun,
			      const char *members)
{
	sms_auto(string) char *id = sms_format("ERR-20260101-%s", letters);
	sms_auto(string) char *path = sms_format("records/errand/2026/01/%s.json", id);
	sms_auto(string) char *text = sms_format("{\"id\": \"%s\", \"type\": \"errand\", \"title\": \"Errand %s\", "
						 "\"state\": \"%s\", \"begun\": \"%s\"%s%s}\n",
						 id, letters, state, begun, *members ? ", " : "", members);
	act_as("anna", "2026-01-02T00:00:00Z");
	commit_files(place, path, text, NULL);
}

static inline struct sms_period period(const char *text)
{
	struct sms_period out = {0, 0};
	must(sms_period_parse(&out, text));
	return out;
}

#endif
