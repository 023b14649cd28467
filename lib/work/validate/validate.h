/* Any JSON documents held against any JSON Schema, without a repository: files, folders, lines of NDJSON, standard
 * input. What is wrong becomes findings of the rules `json`, `schema` and `limit` of sms_check_rules. */
#ifndef SMS_WORK_VALIDATE_H
#define SMS_WORK_VALIDATE_H

#include "base/list.h"
#include "base/progress.h"
#include "work/finding/finding.h"

/* Takes a line of output (without a newline) for a document, in the order of documents. */
typedef void sms_validate_line(void *context, const char *line, size_t length);

struct sms_validate_options {
	const char *schema;               /* path, or `sms:PATH` for a built-in one */
	const struct sms_list *resources; /* further schemas: files and folders */
	/* Files, `-` for standard input, and folders: all *.json, *.ndjson and *.jsonl below, in byte order. Lines of
	 * *.ndjson and *.jsonl are documents of their own. */
	const struct sms_list *inputs;
	bool lines;         /* so are those of all others */
	bool assert_format; /* `format` is an assertion */
	/* Gets the specification's basic output (draft 2020-12, 12.4.2) of each document, as a JSON object with `file`
	 * and, of NDJSON, `line` before it; `unjudged` in place of `valid` where a limit was reached. May be NULL. */
	sms_validate_line *basic;
	void *basic_context;
	bool timed; /* measure the parts of the work */
	const struct sms_progress *progress;
};

/* Processor time of all threads, in nanoseconds. */
struct sms_validate_times {
	int64_t reading, parsing, judging;
};

struct sms_validation {
	struct sms_finding_list findings; /* in the order of documents, and of places in each */
	size_t left_out;                  /* findings beyond SMS_VALIDATE_FINDINGS: counted only */
	struct sms_list files;            /* that were looked at */
	size_t documents, valid, unjudged;
	struct sms_validate_times times;
};
#define SMS_VALIDATE_FINDINGS 100000

/* Errors: INPUT for a schema that is none, and for an input that is not there; ENVIRONMENT for one that cannot be
 * read. What is wrong with a document is no error. */
struct sms_error *sms_validate(struct sms_validation *out, const struct sms_validate_options *options) SMS_CHECKED;
void sms_validation_release(struct sms_validation *validation);
SMS_AUTO_STRUCT(validation, struct sms_validation, sms_validation_release);

#endif
