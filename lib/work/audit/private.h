/* What the files of the audit share. The way of one run:
 *
 *   test.c     tests of the catalogue become parts: one selection on one type each
 *   scan.c     every record of each type that is needed passes by once; parts count, and keep what is joined
 *                    later; what needs approvals or a document's text is put off and looked at afterwards
 *   facts.c, derive.c, elements.c, number.c, filler.c   the facts that predicates look at
 *   join.c     what the parts of a test found together becomes its outcome
 *   count.c          which records have a part in it, where that is asked
 *   grade.c, say.c   outcomes become grades, faults with messages, judgements and findings */
#ifndef SMS_WORK_AUDIT_PRIVATE_H
#define SMS_WORK_AUDIT_PRIVATE_H

#include "base/arena.h"
#include "base/map.h"
#include "model/approval/approval.h"
#include "model/history.h"
#include "work/audit/audit.h"
#include "work/audit/predicate.h"

/* --- Tests. --- */

enum audit_kind {
	AUDIT_EXISTS,
	AUDIT_EVERY,
	AUDIT_FILLED,
	AUDIT_SECTION,
	AUDIT_COVERS,
	AUDIT_EACH,
	AUDIT_ALL_OF,
	AUDIT_FRESH,
	AUDIT_SETTINGS,
	AUDIT_DISTINCT,
	AUDIT_DISJOINT,
	AUDIT_UNBROKEN,
	AUDIT_ANY
};

enum audit_role { AUDIT_OF, AUDIT_BY, AUDIT_TO, AUDIT_WHEN };

/* A value that a record holds, for joining. */
struct audit_mention {
	uint32_t index;  /* of the record */
	uint32_t member; /* of the tally, where members are joined */
	char *value;
	char *key; /* what it has to share with a record of `through`, or the need that it would meet; NULL for none */
	sms_time from, to;
	sms_time newest; /* `at` of `within` */
	bool borrowed;   /* the texts are somebody else's */
};

/* A record to be joined. */
struct audit_member {
	uint32_t index;
	sms_time before, after; /* what the other has to come before, and after; SMS_TIME_NONE: nothing */
	char *interval, *grace; /* no older than these; NULL: not said */
	sms_time since;         /* from when on it is due; SMS_TIME_NONE: from ever */
	bool borrowed;          /* the texts are somebody else's */
	bool is_meant;          /* with `about`: it is about one of these */
};

/* What a part said last about a record by itself. */
enum audit_said { AUDIT_SAID_NOTHING, AUDIT_SAID_HOLDS, AUDIT_SAID_FAILS, AUDIT_SAID_LATER /* it was put off */ };

/* What one thread has seen of a part. */
struct audit_tally {
	size_t population;
	uint32_t *failed; /* indexes of records */
	size_t failed_count, failed_capacity;
	struct audit_member *members; /* all that fit, where they are joined later */
	size_t member_count, member_capacity;
	uint32_t kept[SMS_AUDIT_SHOWN]; /* the first that hold, sorted */
	size_t kept_count;
	struct audit_mention *mentions;
	size_t mention_count, mention_capacity;
	sms_time newest; /* of what `fresh` looks at */
	uint32_t newest_index;
	double overdue; /* the largest of records that have an interval each, in parts of it */
	enum audit_said said;
	struct sms_list counted; /* ids of watched records that the part has to do with (count.h) */
};

/* One selection of a test on one type. */
struct audit_part {
	struct audit_test *test;
	enum audit_role role;
	unsigned slot; /* which of the selections of `all_of` */
	struct audit_population *population;
	struct audit_predicate tiers[AUDIT_TIERS]; /* all must hold */
	struct audit_tally tallies[SMS_SCAN_THREADS];
};

struct audit_test {
	enum audit_kind kind;
	const sms_json *json; /* the whole test */
	const sms_json *body; /* of the primitive */
	struct audit_predicate must;
	struct audit_predicate by; /* no schema: the facts that paths of the other side name */
	struct audit_part **parts; /* borrowed from the populations */
	size_t part_count;
	struct audit_test *alternatives; /* of `any` */
	size_t alternative_count;
	bool needs_history;
	const char *interval; /* of `within`: planned, or set; NULL: neither. Borrowed */
};

/* All records of one type, and what is asked of them. */
struct audit_population {
	const struct sms_type *type;
	struct audit_part **parts;
	size_t part_count, part_capacity;
	struct sms_list facts[AUDIT_TIERS]; /* what predicates up to each tier look at */
	struct audit_needs needs[AUDIT_TIERS];
	const struct sms_entry *const *entries;
	size_t entry_count;
	struct audit_deferred *deferred[SMS_SCAN_THREADS]; /* (record, part) put off */
	size_t deferred_count[SMS_SCAN_THREADS], deferred_capacity[SMS_SCAN_THREADS];
};

struct audit_deferred {
	uint32_t index;
	struct audit_part *part;
};

/* The verdict on the record that a thread looks at, while it is made (verdict.c). */
struct audit_noting {
	sms_time from, until;
	bool alone; /* it is a matter of the record, of time and of the grounds */
	struct sms_buf grounds, parts;
};

/* What counts as a placeholder: filler.c. */
struct audit_fillers {
	struct sms_map *whole; /* texts that are nothing else */
	const sms_json *beginnings, *words, *fields;
};

struct audit_run {
	struct sms_store *store;
	struct sms_catalogue *catalogue;
	const struct sms_progress *progress;
	sms_time now, start;          /* `start` of the SMS: its first commit */
	sms_time ahead;               /* by so much clocks may differ: `limits.future` */
	struct audit_fillers fillers; /* of the catalogue */
	struct sms_map *facts;        /* name -> struct audit_fact */
	struct sms_map *schemas;      /* address of a JSON value -> struct sms_schema: of expressions and settings */
	struct audit_population **populations; /* in the order of type names */
	size_t population_count;
	struct audit_test *tests; /* of all items */
	size_t test_count;
	struct sms_map *values;         /* text of a schema -> struct sms_schema: of conditions */
	struct sms_map *operators;      /* address of an expression -> its operator (derive.c) */
	struct sms_map *settings;       /* address of a path in an expression -> sms_json: the value there */
	struct sms_map *plans;          /* activity -> sms_json: its interval; NULL until needed */
	struct sms_map *versions;       /* id -> struct sms_versions; NULL until needed */
	struct sms_map *together;       /* first commit -> size_t: how many records came in it */
	struct sms_map *ids;            /* of all records; NULL until needed */
	struct sms_map *planners;       /* activity -> id of the record that plans it; as `plans` */
	const struct sms_list *watched; /* ids of records whose part is asked for; NULL: none */
	struct sms_arena *arenas[SMS_SCAN_THREADS];
	struct audit_cache *cache; /* NULL: nothing is remembered */
	struct audit_noting noting[SMS_SCAN_THREADS];
	size_t unreadable[SMS_SCAN_THREADS];
};

/* Compiles one test of an item. */
struct sms_error *audit_compile(struct audit_run *run, const struct sms_item *item, const sms_json *json,
				struct audit_test *out) SMS_CHECKED;
void audit_test_release(struct audit_test *test);
/* The population of a type, or NULL. */
struct audit_population *audit_population(const struct audit_run *run, const struct sms_type *type);
void audit_populations_free(struct audit_run *run);

/* --- Facts (facts.c). --- */

struct audit_subject;

struct audit_fact {
	const char *name;
	const sms_json *expression; /* NULL: built in, and made by: */
	sms_json *(*make)(const struct audit_subject *subject);
	struct sms_list mentioned; /* facts that the expression looks at */
	enum audit_tier tier;
	size_t number; /* of all, from 0 */
	bool is_ready, is_busy;
};

/* Makes the table of facts: the built-in ones and those of the catalogue's files. Two files may not give one name to
 * different facts. */
struct sms_error *audit_facts_declare(struct audit_run *run) SMS_CHECKED;
/* Adds a fact and all that it needs, those first. Error INPUT when there is no such. */
struct sms_error *audit_facts_need(struct audit_run *run, const char *name, struct sms_list *out) SMS_CHECKED;
/* Looks up the facts that every predicate needs, and loads what threads need: history, ids. Error UNJUDGED where the repository hides some of it. */
struct sms_error *audit_facts_prepare(struct audit_run *run) SMS_CHECKED;

/* A record under judgement. */
struct audit_subject {
	struct audit_run *run;
	const struct audit_population *population;
	const struct sms_entry *entry;
	const sms_json *json; /* the record */
	unsigned thread;
	struct sms_approval *approval; /* for the store's facts; NULL elsewhere */
	struct sms_record *record;
	/* Set by audit_instance: */
	const sms_json *instance; /* NULL: no fact was needed so far */
	sms_json *facts;          /* of it */
	bool *made;               /* by a fact's number: is it there, or known to have no value? */
};
/* The record with the facts that are needed, and those that were needed before; without any the record itself. It
 * shares the record's own members, the rest is in the thread's arena: facts are made when first needed. */
const sms_json *audit_instance(struct audit_subject *subject, const struct audit_needs *needs);

/* How many records came in the first commit of one. */
size_t audit_together(const struct audit_run *run, const struct sms_versions *versions);

/* Facts about versions (revisions.c). */
sms_json *audit_revisions_fact(const struct audit_subject *subject);
sms_json *audit_authorship_fact(const struct audit_subject *subject);
sms_json *audit_alterations_fact(const struct audit_subject *subject);

/* --- Expressions (derive.c). --- */

/* The value of an expression for a record; NULL when it has none. Borrowed, or in the arena that values are made in. */
const sms_json *audit_derive(const struct audit_subject *subject, const sms_json *expression);
/* Its value as a time; NONE when it has none, and for no expression. */
sms_time audit_derive_time(const struct audit_subject *subject, const sms_json *expression);
/* Compiles the schemas inside an expression, looks up its settings, and names the facts that it mentions. */
struct sms_error *audit_derive_prepare(struct audit_run *run, const sms_json *expression,
				       struct sms_list *mentioned) SMS_CHECKED;
/* The compiled schema of a JSON value that was prepared, or NULL. */
const struct sms_schema *audit_schema(const struct audit_run *run, const sms_json *document);
/* Does a value fit such a schema? Yes for no schema, no where a limit of the engine is hit. */
bool audit_accepts(const struct audit_run *run, const sms_json *document, const sms_json *value);

/* --- Plans (plans.c). --- */

/* The interval, a text, that is planned for an activity: by the first record by path that plans it, else by the
 * settings; NULL where nothing is. Borrowed from the run. */
struct sms_error *audit_plan(struct audit_run *run, const char *activity, const sms_json **out) SMS_CHECKED;
/* Adds all that is planned to the key of a cache. */
void audit_plans_add(const struct audit_run *run, struct sms_buf *out);
/* The id of the record that plans an activity (NULL: none), of those that were looked up; NULL where none does. */
const char *audit_planner(const struct audit_run *run, const char *activity);

/* --- Values (value.c). --- */

/* The first value at a path, through lists; NULL when none. */
const sms_json *audit_first_value(const sms_json *json, const char *path);
/* The instant of a text: RFC 3339 or a date (its first second); SMS_TIME_NONE when it is none. */
sms_time audit_time(const sms_json *value);
/* The instant as a text, the caller's; NULL for SMS_TIME_NONE. */
sms_json *audit_time_json(sms_time time);
/* A number, or the one that the settings hold at a path; 0 where there is none. */
double audit_limit(const struct audit_run *run, const sms_json *limit);
/* Looks the catalogue's words up; `whole` is the caller's. (filler.c) */
void audit_fillers_read(struct audit_fillers *out, const sms_json *catalogue);
/* Is there more than a placeholder? Lists: in one of the elements. */
bool audit_is_filled(const struct audit_fillers *fillers, const sms_json *value);
/* Adds the paths of `fields` (of `filled`) that are not filled. */
void audit_unfilled(const struct audit_fillers *fillers, const sms_json *json, const sms_json *fields,
		    struct sms_list *out);
/* Is this text nothing but a placeholder ("TBD", "n/a", "[name]"), or a "none" without a reason? (filler.c) */
bool audit_is_filler(const struct audit_fillers *fillers, const char *text);
/* Adds the placeholders inside a longer text. */
void audit_find_filler(const struct audit_fillers *fillers, const char *text, struct sms_list *out);
/* Is one of the sections of facts.body what `section` asks for? */
bool audit_has_section(const sms_json *instance, const sms_json *wanted);

/* --- Scanning (scan.c). --- */

/* Puts a record off: a part wants what only the store knows of it. */
void audit_defer(struct audit_population *population, struct audit_part *part, unsigned thread, uint32_t index);
/* Shows every record of every population to its parts. */
struct sms_error *audit_scan(struct audit_run *run) SMS_CHECKED;
/* A record fits a part: what the part's test makes of it (apply.c). */
struct sms_error *audit_apply(const struct audit_subject *subject, struct audit_part *part, uint32_t index,
			      const sms_json *instance) SMS_CHECKED;
/* Adds a mention or a member; texts that are not borrowed become the tally's. */
void audit_mention(struct audit_tally *tally, const struct audit_mention *mention);
void audit_member(struct audit_tally *tally, const struct audit_member *member);
/* Counts a record as the part said. */
void audit_say_again(struct audit_tally *tally, uint32_t index, enum audit_said said);
/* The first values of several members as one text; NULL when one is missing. */
char *audit_key_of(const sms_json *instance, const sms_json *paths);
void audit_tally_release(struct audit_tally *tally);
/* Reads a record, the caller's, and computes what predicates up to a tier look at. The instance lives in the arena of
 * thread 0 until the next call. */
struct sms_error *audit_look(struct audit_run *run, const struct audit_population *population,
			     const struct sms_entry *entry, enum audit_tier tier, struct sms_record **record,
			     const sms_json **instance) SMS_CHECKED;

/* What the test `covers` makes of a record, in either role (covers.c); `key` as in a mention. */
void audit_covers_of(const struct audit_test *test, struct audit_tally *tally, uint32_t index,
		     const sms_json *instance);
void audit_covers_by(const struct audit_subject *subject, const struct audit_test *test, struct audit_tally *tally,
		     uint32_t index, const sms_json *instance, const char *key);

/* --- Outcomes (join.c). --- */

/* Visits every mention of the test's parts in a role, with its tally. */
#define AUDIT_EACH_MENTION(test, role_, part, tally, mention)                                                          \
	for (size_t p_ = 0; p_ < (test)->part_count; p_++)                                                             \
		for (unsigned t_ = 0; t_ < SMS_SCAN_THREADS && (test)->parts[p_]->role == (role_); t_++)               \
			for (size_t m_ = 0; m_ < (test)->parts[p_]->tallies[t_].mention_count; m_++)                   \
				for (const struct audit_part *part = (test)->parts[p_]; part; part = NULL)             \
					for (const struct audit_tally *tally = &part->tallies[t_]; tally;              \
					     tally = NULL)                                                             \
						for (const struct audit_mention *mention = &tally->mentions[m_];       \
						     mention; mention = NULL)

enum audit_state { AUDIT_HOLDS, AUDIT_FAILS, AUDIT_ABSENT, AUDIT_VACUOUS, AUDIT_WAITS };

struct audit_outcome {
	enum audit_state state;
	size_t population, failing;
	double share;                    /* percent that holds, where records are looked at one by one */
	const struct sms_entry **failed; /* sorted by path; may be none though `failing` is not 0 */
	size_t failed_count, failed_capacity;
	struct sms_list missing;  /* names of what is missing, where it is no record; else of what the first lacks */
	struct sms_list evidence; /* ids, at most SMS_AUDIT_SHOWN */
	bool no_plan;             /* no interval is planned */
	double overdue;           /* in parts of the interval; below 0: nothing is overdue */
	sms_time due;             /* first due then, where it waits */
	struct audit_test *test;  /* the one that speaks: an alternative of `any` */
};
struct sms_error *audit_outcome(struct audit_run *run, const struct sms_item *item, struct audit_test *test,
				struct audit_outcome *out) SMS_CHECKED;
void audit_outcome_release(struct audit_outcome *outcome);
SMS_AUTO_STRUCT(outcome, struct audit_outcome, audit_outcome_release);
/* What `fresh` found (fresh.c). */
struct sms_error *audit_outcome_fresh(struct audit_run *run, struct audit_test *test,
				      struct audit_outcome *out) SMS_CHECKED;
/* Adds a record that fails. */
void audit_outcome_fail(struct audit_outcome *out, const struct audit_part *part, uint32_t index);
/* Adds the records of a part that hold, or those of these indexes, which are sorted. */
void audit_outcome_keep(struct audit_outcome *out, const struct audit_part *part);
void audit_outcome_keep_ids(struct audit_outcome *out, const struct audit_part *part, uint32_t *indexes, size_t count);
/* What `covers` found (covers.c). */
void audit_covers_join(const struct audit_test *test, sms_time now, struct audit_outcome *out);

/* --- Grades and words (grade.c, say.c). --- */

/* Grade of an outcome that does not hold, and why; `why` is the caller's. */
enum sms_grade audit_grade(struct audit_run *run, const struct sms_item *item, const struct audit_outcome *outcome,
			   char **why);
/* Was it more than a part that failed? */
bool audit_is_whole(struct audit_run *run, const struct audit_outcome *outcome);
/* How many minors of one process are worth a major; 0: not said. */
size_t audit_minors_to_major(struct audit_run *run);
/* Is a failure that comes again graver? */
bool audit_repeat_raises(const struct audit_run *run);
/* The limits of grading, in words. */
char *audit_limits(struct audit_run *run) SMS_CHECKED;
/* Message, fix, file and line; `test` is the item's, the outcome's may be an alternative inside it. */
struct sms_error *audit_say(struct audit_run *run, const struct sms_item *item, const struct audit_test *test,
			    const struct audit_outcome *outcome, struct sms_fault *out) SMS_CHECKED;
/* Verdicts of people: judgements get them (assess.c). */
struct sms_error *audit_assess(struct audit_run *run, struct sms_audit *audit) SMS_CHECKED;
/* Minors that come again, or are overdue, become major (repeat.c). */
struct sms_error *audit_raise(struct audit_run *run, struct sms_audit *audit) SMS_CHECKED;
/* Waivers: judgements that have faults get them (waive.c). */
struct sms_error *audit_waive(struct audit_run *run, struct sms_audit *audit) SMS_CHECKED;
/* Findings, clauses and sums from the judgements; none may be there yet. */
void audit_sum_up(struct sms_audit *audit);
/* Processes of which an auditor may say that they do not work as a whole; `least` minors, 0: none. */
void audit_consider(struct sms_audit *audit, size_t least);
void audit_fault_release(struct sms_fault *fault);
void audit_judgement_release(struct sms_judgement *judgement);

#endif
