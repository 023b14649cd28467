/* What the files of query.h share: the tree of an expression and its tests. */
#ifndef SMS_WORK_QUERY_PRIVATE_H
#define SMS_WORK_QUERY_PRIVATE_H

#include "work/query/query.h"
#include "wrap/regex/regex.h"

enum query_operator {
	QUERY_THERE, /* a field alone */
	QUERY_EQUAL,
	QUERY_NOT_EQUAL,
	QUERY_LESS,
	QUERY_LESS_EQUAL,
	QUERY_GREATER,
	QUERY_GREATER_EQUAL,
	QUERY_MATCH,
	QUERY_NO_MATCH
};

/* How the two sides are compared. */
enum query_kind {
	QUERY_AS_TEXT,
	QUERY_AS_NUMBER,
	QUERY_AS_BOOLEAN,
	QUERY_AS_TIME,
	QUERY_AS_RANK,  /* place in an enumeration */
	QUERY_AS_VALUES /* the field is of no known kind: as the record's value is */
};

struct query_value {
	enum query_kind kind;
	char *text;
	bool is_number, is_time; /* what the text can also be read as */
	double number;
	bool boolean;
	sms_time first, last; /* a day is a span: `= 2026-11-01` is any instant of it */
	long rank;
};

struct query_test {
	struct sms_list steps; /* of the path */
	enum query_operator op;
	struct query_value value;
	struct sms_list names; /* the enumeration, for QUERY_AS_RANK */
	struct sms_regex *regex;
};

enum query_node_kind { QUERY_TEST, QUERY_NOT, QUERY_AND, QUERY_OR };

struct query_node {
	enum query_node_kind kind;
	struct query_node *left, *right;
	struct query_test test;
};

struct sms_query {
	struct query_node *root; /* NULL: an empty expression, which every record matches */
};

void query_node_free(struct query_node *node);
SMS_AUTO_POINTER(query_node, struct query_node *, query_node_free);

/* Makes the test of a field alone or against a value; errors name neither place nor expression yet. `at_value` is set
 * when it is the value that is wrong. */
struct sms_error *query_test_prepare(struct query_test *test, const struct sms_type *type, const char *path,
				     enum query_operator op, const char *value, sms_time now,
				     bool *at_value) SMS_CHECKED;
/* Text order with case ignored, equal only when folded forms are. */
int query_compare_text(const char *a, const char *b);
/* An RFC 3339 instant, or a date (its first second). */
bool query_read_time(const char *text, sms_time *out);

#endif
