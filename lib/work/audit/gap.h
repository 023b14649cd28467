/* How far is it to conformity? A level for each statement, and the steps that lead on, the most useful first.
 *
 * A step is a command that a fault names; where several faults name the same one it helps with all of them. What it
 * brings: 9 for each major fault, 3 for a minor one, 1 for an observation; what it costs: the records that have to be
 * made or mended, at least one. Steps are in the order of what they bring for what they cost, and then of the clauses,
 * which build on one another. Commands that only show something come behind the others, and verdicts of people last:
 * they look at what is there by then. */
#ifndef SMS_WORK_AUDIT_GAP_H
#define SMS_WORK_AUDIT_GAP_H

#include "work/audit/audit.h"

enum sms_level {
	SMS_LEVEL_NOT_ADDRESSED, /* nothing shows it */
	SMS_LEVEL_BEGUN,         /* something is there, and some of what is asked is missing */
	SMS_LEVEL_DEFINED,       /* what is asked is there; some of it fails, or a person has to judge it */
	SMS_LEVEL_CONFORMING,
	SMS_LEVEL_OPEN, /* nothing can be said: it has not come up, or there are no tests */
	SMS_LEVELS
};
const char *sms_level_name(enum sms_level level); /* "not addressed" */

struct sms_step {
	const char *command;
	const struct sms_item *item; /* the first that asks for it, of the gravest */
	const char *message;         /* what is wrong, of that item; NULL: a verdict is missing */
	enum sms_grade grade;        /* of the gravest fault */
	struct sms_list items;       /* ids of all items that it helps with */
	size_t gain, cost;
	bool reads; /* the command only shows something */
	char *made; /* the command, where it is made here; else NULL */
};

struct sms_gap_statement {
	const char *statement;
	const struct sms_item *item; /* the first of it */
	enum sms_level level;
	size_t items, results[SMS_RESULT_COUNT];
	size_t effort; /* records to be made or mended */
	size_t step;   /* number of its first step, from 1; 0: none is needed */
};

struct sms_gap_clause {
	const struct sms_clause *clause;
	size_t statements, levels[SMS_LEVELS];
};

struct sms_gap {
	struct sms_gap_statement *statements; /* in the order of the clauses */
	size_t statement_count;
	struct sms_gap_clause *clauses;
	size_t clause_count;
	struct sms_step *steps; /* the most useful first */
	size_t step_count, step_capacity;
	size_t levels[SMS_LEVELS];
};

/* The audit is borrowed. */
void sms_gap_make(struct sms_gap *out, const struct sms_audit *audit);
void sms_gap_release(struct sms_gap *gap);
SMS_AUTO_STRUCT(gap, struct sms_gap, sms_gap_release);

#endif
