/* Judging an instance: what the files that do it share.
 *
 * Yes or no, as fast as can be, and the only place that decides it. A limit reached is remembered in `error` and makes
 * every answer worthless; whoever started the run has to look there first. */
#ifndef SMS_MODEL_SCHEMA_VALIDATE_H
#define SMS_MODEL_SCHEMA_VALIDATE_H

#include "model/schema/program.h"

/* A budget of steps; a step is a value held against a schema or as much work. */
#define VALIDATE_STEPS 400000
#define VALIDATE_STEPS_PER_VALUE 200
#define VALIDATE_DEPTH 1500 /* schemas within schemas at work; keeps the C stack to a megabyte or two */

/* Resources entered on the way, the innermost first. */
struct scope {
	const struct resource *resource;
	const struct scope *outer;
};

struct run {
	const struct sms_schema *schema;
	const sms_json *instance;
	int64_t steps;           /* left */
	int64_t steps_per_value; /* what the instance's size will add, once */
	bool extended;           /* it did */
	unsigned depth;
	const struct scope *scope;
	struct sms_error *error;
	struct {
		int64_t since; /* of the first match: ns on a clock that costs nothing */
		int64_t start; /* processor time in ns where counting began, 0 before */
		int64_t fair;  /* ns that the matches since then may have taken */
	} matching;
};

/* The members of an object by the symbols of their names, made once for all rules that look at it. */
#define MEMBERS 255
struct members {
	size_t count;              /* 0: there are too many, do without */
	uint8_t position[SYMBOLS]; /* of the member plus 1; 0 where it is not there */
	const sms_json *json[MEMBERS];
};

/* A value under judgement: JSON, or a member's name. */
struct subject {
	enum sms_json_kind kind;
	const sms_json *json;          /* NULL for a name */
	const char *text;              /* of a string */
	const struct members *members; /* of an object, where it was worth while; else NULL */
};

/* Which members or elements were evaluated, by their order. */
#define MARKS_INLINE 256
struct marks {
	size_t count;
	uint64_t *bits;
	uint64_t small[MARKS_INLINE / 64];
};

static inline struct subject schema_subject(const sms_json *json)
{
	struct subject subject = {sms_json_kind(json), json, NULL, NULL};
	if (subject.kind == SMS_JSON_STRING)
		subject.text = sms_json_text(json);
	return subject;
}

/* --- validate.c --- */

struct run schema_run(const struct sms_schema *schema, const sms_json *instance);
/* `marks` may be NULL: nobody wants to know what was evaluated. */
bool schema_judge(struct run *run, const struct node *node, const struct subject *subject, struct marks *marks);
/* As schema_judge for a member or an element. */
bool schema_judge_child(struct run *run, const struct node *node, const sms_json *json);
/* As schema_judge in a branch that may fail: marks count only when it holds. */
bool schema_judge_branch(struct run *run, const struct node *node, const struct subject *subject, struct marks *marks);
/* What a dynamic reference means where the run stands. */
const struct node *schema_dynamic_target(const struct run *run, const struct dynamic_reference *dynamic);
/* Takes steps from the budget; false, with an error, when it is used up. */
bool schema_spend(struct run *run, int64_t steps);
/* One schema deeper; false, with an error, when that is too deep. Undone by `run->depth--`. */
bool schema_run_deeper(struct run *run);

static inline bool schema_kind_fits(const struct node *node, enum sms_json_kind kind, const sms_json *json)
{
	if (node->kinds & KIND(kind))
		return true;
	return kind == SMS_JSON_NUMBER && node->kinds & KIND_INTEGER && schema_number_is_integer(json);
}

/* --- validate_value.c --- */

bool schema_constants_hold(struct run *run, const struct constants *constants, const struct subject *subject);
bool schema_number_holds(struct run *run, const struct number_rules *rules, const sms_json *number);
bool schema_text_holds(struct run *run, const struct text_rules *rules, const char *text);
bool schema_matches(struct run *run, const struct pattern *pattern, const char *text, size_t length);

/* --- validate_container.c --- */

bool schema_array_holds(struct run *run, const struct array_rules *rules, const sms_json *array, struct marks *marks);
bool schema_object_holds(struct run *run, const struct object_rules *rules, const struct subject *object,
			 struct marks *marks);
/* Reads an object's members; `count` becomes 0 where there are too many. */
void schema_read_members(struct members *out, const struct names *symbols, const sms_json *object);
bool schema_has_all(const sms_json *object, const sms_json *names);

/* --- unevaluated.c --- */

void schema_marks_init(struct marks *marks, size_t count);
void schema_marks_release(struct marks *marks);
void schema_marks_merge(struct marks *marks, const struct marks *more);
/* Judges a node that has unevaluatedItems or unevaluatedProperties for the subject. */
bool schema_judge_rest(struct run *run, const struct node *node, const struct subject *subject, struct marks *marks);
/* Everything about the subject but unevaluated*. */
bool schema_judge_rules(struct run *run, const struct node *node, const struct subject *subject, struct marks *marks);

static inline void schema_mark(struct marks *marks, size_t index)
{
	if (marks)
		marks->bits[index / 64] |= (uint64_t)1 << (index % 64);
}

static inline bool schema_marked(const struct marks *marks, size_t index)
{
	return marks->bits[index / 64] >> (index % 64) & 1;
}

/* --- unique.c --- */

/* The same for equal values. */
uint64_t schema_hash(const sms_json *json);
bool schema_is_unique(struct run *run, const sms_json *array);

#endif
