/* The audit: what the records show, requirement by requirement, and what they do not.
 *
 * The requirements are data: schemas/iso20000-1/catalogue.json (standard, edition, clauses) and one file a process
 * beside it, in the form of schemas/meta/requirements.json:
 *
 *   { "schema": "sms/requirements/1", "clause": "8.6.1",
 *     "sets":  { NAME: SELECTION },          selections that several tests use, by name
 *     "facts": { NAME: EXPRESSION },         facts derived from a record: derive.c
 *     "lists": { NAME: [ { "value", "title" } ] },
 *     "items": [ { "id": "8.6.1-a", "statement": "8.6.1/1", "requirement": "…", "judged": "full|partial|human",
 *                  "absent": "major|minor", "source": "…", "look": "what a person has to look at",
 *                  "tests": [ TEST ] } ] }
 *
 * SELECTION  { "type": NAME or [NAME …], "where": SCHEMA, "with": { PATH: SCHEMA } } or the name of a set: the records
 *            of a type that fit. `where` is a JSON Schema over the record; `with` is short for one: what is at each
 *            path must be there and fit (`false`: must not be there). Void records never count.
 *            A record is offered with one more member, `facts`: `approval` {status, need, have, at, approvers, roles}, `body` {words, placeholders, sections {title: words}}, `history` {commits, first, last,
 *            authors, together}, `authorship` {authors, self}, `revisions` {approved, reused}, `alterations` {count,
 *            unnamed, last, unnamed_last}, `log` {entries, notes}, `links` {missing},
 *            `age_days`, and the facts that files declare. Only facts that a schema mentions are computed.
 * TEST       one primitive and, beside it, `say` (what is wrong, with {id}, {title}, {failing}, {population},
 *            {missing}, {why} and {PATH} of the first record that fails), `fix` (the command that mends it), `floor` (so many
 *            percent are enough: a number, or a path in the settings; {share} in `say`), and `when`
 *            (a SELECTION; where it is empty the test is not triggered):
 *   exists   { "of": SELECTION, "min": 1 }
 *   every    { "of": SELECTION, "must": SCHEMA, "with": { PATH: SCHEMA } }
 *   filled   { "of": SELECTION, "fields": [ PATH or [PATH …: one of these] ] }: and with more than a placeholder
 *   section  { "of": SELECTION, "titles": [any of these, in part], "words": 10 }: a part of the document's text
 *   covers   { "of": SELECTION, "by": SELECTION, …
 *                "link": PATHS in `by` that name `of`; "own": PATHS in `of` that name `by`; "on": { "of": [PATH …],
 *                "by": [PATH …] } keys that are equal (one path: each of its values); none of these: all to each
 *                "before": { "of": PATH, "by": PATH } of times: it comes first; "after": it comes then or later
 *                "within": { "at": [PATH in `by`: the first that is there], "interval": PATH in `of`, "grace": PATH in
 *                `of`, "planned": ACTIVITY or "fallback": path in the settings, "since": [PATH in `of`] }: the newest is
 *                not older than the record's own interval, else the planned one; what is not due yet, counted from
 *                `since` on, neither holds nor fails
 *                "elements": { "of": PATHS, "by": PATHS }: each element of the record is found in one that covers it
 *                "all": true: every one that `own` names has to fit; "none": true: nothing of it may be there
 *                "through": { "to": SELECTION, "members": [PATH in `by`], "match": [PATH in `to`] }: it is about one of
 *                these
 *                "about": { "to": SELECTION, "members": [PATH in `of`], "match": [PATH in `to`] }: only those count that
 *                share a value with one of these; not together with `through`
 *              }: each has one. PATHS is a path or a list of them
 *   each     { "values": [ { "value", "title" } ] or the name of a list, "by": SELECTION, "member": PATH }
 *   all_of   [ { "what": "…", "of": SELECTION, "or": SELECTION, "fix": "…" } ]: none of these is empty
 *   fresh    { "of": SELECTION, "at": [PATH …: the first that is there], "by": SELECTION of plans, "interval": PATH in
 *              `by` (or in `of` itself, each for itself, where there is no `by`), "grace": PATH, "fallback": path in
 *              the settings }: the newest is not older than planned; `say_unplanned` and `fix_unplanned` where nothing
 *              is
 *   settings { "at": PATH, "must": SCHEMA }: written in sms.json itself
 *   distinct { "of": SELECTION, "member": PATH, "from_length": 0 or path in the settings, "allow": 1 }: no more than so
 *              many say the same
 *   disjoint { "of": SELECTION, "from": PATH, "to": PATH, "share": PATH }: what shares something is apart in time
 *   unbroken { "of": SELECTION, "from": PATH, "to": PATH, "share": [PATH …], "gap": DURATION }: what shares these
 *              follows each other without a longer gap
 *   any      [ TEST ]: one of them holds
 *
 * A person's verdict on an item is a record of the type that the catalogue's `assessments` names:
 *   { "type", "states": [that count], "item", "verdict", "auditor", "at", "until", "evidence", "reason", "records",
 *     "interviewee", "audit", "commit": member names }
 * It counts until the next internal audit is due (`work.cycle` names that activity), and only of an auditor who has no
 * part in what is judged (stakes.h).
 *
 * What is waived for a time (`work.waivers`) stays a finding and does not count: waive.c.
 *
 * Nothing here prints. Findings are data; an error means that the audit could not be done (UNJUDGED: the history that
 * the tests need is not all there). Same commit and same `now`: same result, to the byte. */
#ifndef SMS_WORK_AUDIT_H
#define SMS_WORK_AUDIT_H

#include "model/store.h"
#include "work/finding/finding.h"

enum sms_judged { SMS_JUDGED_FULL, SMS_JUDGED_PARTIAL, SMS_JUDGED_HUMAN }; /* how far a machine can go */

/* --- The catalogue. All texts are borrowed from it. --- */

struct sms_clause {
	const char *number, *title;
};

struct sms_item {
	const char *id, *statement, *clause;
	const char *key;         /* what records call it: its id; of another standard `NAME:ID` */
	const char *origin;      /* the file of the repository's rules/ that adds or changes it; NULL: built in */
	const char *requirement; /* own words */
	enum sms_judged judged;
	enum sms_grade absent; /* when nothing at all is found */
	const char *look;      /* what a person looks at and asks; NULL where nothing is written */
	const sms_json *tests; /* NULL: none yet */
	const sms_json *file;  /* the file that it stands in */
};

struct sms_catalogue {
	const char *name;     /* "iso20000-1" */
	const char *standard; /* with edition and amendment */
	bool is_own;          /* it stands in the repository's rules/ */
	struct sms_clause *clauses;
	size_t clause_count;
	struct sms_item *items; /* in the order of the clauses */
	size_t item_count, statement_count;
	const sms_json *work;        /* which records the work of auditors is kept in */
	const sms_json *assessments; /* which records are verdicts of people */
	const sms_json *plans;       /* which records plan intervals: plans.c */
	const sms_json *alterations; /* which member says why content was altered; NULL: none */
	const sms_json *fillers;     /* what counts as a placeholder: filler.c */
	struct sms_map *documents;   /* path -> sms_json */
	sms_json *made;              /* what is put together of several files: an array */
	struct sms_list keys;        /* of items of another standard */
};

/* Reads the built-in catalogue and checks it against its schemas. */
struct sms_error *sms_catalogue_load(struct sms_catalogue **out) SMS_CHECKED;
/* The same with what the repository's own rules/ add to it and change (own.c), or the catalogue `name` that
 * stands there; NULL: the built-in one. Errors INPUT: no such catalogue; a file that is no good, with its place. */
struct sms_error *sms_catalogue_of(struct sms_catalogue **out, struct sms_store *store, const char *name) SMS_CHECKED;
/* Splits "NAME:ID" as records and commands call an item: `name` is the caller's, NULL where it is the built-in one's;
 * returns the id. */
const char *sms_catalogue_split(const char *key, char **name);
void sms_catalogue_free(struct sms_catalogue *catalogue);
SMS_AUTO_POINTER(catalogue, struct sms_catalogue *, sms_catalogue_free);
const struct sms_item *sms_catalogue_item(const struct sms_catalogue *catalogue, const char *id);
/* The clause's title, or "". */
const char *sms_catalogue_title(const struct sms_catalogue *catalogue, const char *clause);
/* Is `clause` equal to `prefix` or below it (8.5.1.3 below 8.5.1)? */
bool sms_clause_is_below(const char *clause, const char *prefix);

/* --- The audit. --- */

enum sms_result {
	SMS_RESULT_CONFORM,
	SMS_RESULT_PARTIAL,
	SMS_RESULT_NONCONFORM,
	SMS_RESULT_NOT_TRIGGERED,  /* what it asks for has not come up */
	SMS_RESULT_NEEDS_HUMAN,    /* what a machine can see is there; a person has to judge the rest */
	SMS_RESULT_NOT_APPLICABLE, /* says an assessment, with the reason */
	SMS_RESULT_NOT_COVERED,    /* the catalogue has no tests for it yet */
	SMS_RESULT_COUNT
};
const char *sms_result_name(enum sms_result result);

#define SMS_AUDIT_SHOWN 10 /* records that are named where many are meant */

/* What one test of an item found wrong. */
struct sms_fault {
	enum sms_grade grade;
	char *why;               /* why this grade */
	char *message;           /* a sentence without a full stop */
	char *fix;               /* a command, or NULL */
	size_t population;       /* how many were looked at */
	struct sms_list failing; /* ids, or names of what is missing; all of them */
	bool are_records;        /* they are ids */
	char *file;              /* of the first, or NULL */
	unsigned line;           /* 0: not known */
};

struct sms_judgement {
	const struct sms_item *item;
	enum sms_result result;
	bool by_human;            /* an assessment decided it */
	size_t population;        /* the largest of its tests' */
	struct sms_list evidence; /* ids of what holds, at most SMS_AUDIT_SHOWN */
	struct sms_list failing;  /* of all faults, each once */
	struct sms_list counted;  /* of the options' `records`, those that count for it (count.c) */
	struct sms_fault *faults; /* in the order of the tests */
	size_t fault_count;
	char *note;                   /* the reason of an assessment, or why a test had to wait; may be NULL */
	char *waiver, *waiver_reason; /* id of the waiver that is in force, and its reason; NULL: none */
	sms_time waived_until;        /* its last second */
};

/* One for each statement that does not hold, its items inside. Grade and the worst are of items that are not waived, as
 * long as there are such. */
struct sms_audit_finding {
	enum sms_grade grade;
	const char *statement;
	const struct sms_judgement **judgements; /* those that failed, the worst first */
	size_t judgement_count;
	const struct sms_fault *worst;
	bool by_human;
	bool waived; /* all of its items are: it does not count */
};

struct sms_audit_clause {
	const struct sms_clause *clause;
	size_t items, results[SMS_RESULT_COUNT];
};

/* A process with so many minors, and no major, that an auditor may raise one major: it does not work as a whole. */
struct sms_audit_process {
	const char *clause;
	size_t minors;
};

struct sms_audit {
	struct sms_catalogue *catalogue;
	struct sms_oid commit;
	sms_time now;
	char *organization;
	struct sms_judgement *judgements; /* of the items that were asked for, in their order */
	size_t count;
	struct sms_audit_clause *clauses; /* that have items of their own */
	size_t clause_count;
	struct sms_audit_finding *findings; /* in the order of the clauses */
	size_t finding_count;
	struct sms_audit_process *considered; /* `audit.minors_to_major` of the settings says from how many on */
	size_t considered_count;
	size_t results[SMS_RESULT_COUNT];
	size_t machine, human, unassessed;     /* items by who judged them */
	size_t grades[SMS_GRADE_MAJOR + 1];    /* findings that count */
	size_t waived;                         /* findings that do not */
	struct sms_list strays;                /* waivers in force about an item that there is none of */
	size_t unreadable;                     /* records that are no JSON: what they say is not known */
	char *limits;                          /* the limits of grading, in words */
	struct sms_audit_integrity *integrity; /* what the history proves (integrity.h); NULL: not looked at */
};

struct sms_audit_options {
	const struct sms_list *clauses; /* only these and what is below them; NULL or empty: all */
	const struct sms_list *items;   /* only these; NULL or empty: all */
	const char *standard;           /* name of the catalogue; NULL: the built-in one */
	const struct sms_list *records; /* ids: what each of them counts for is asked; NULL: of none */
	sms_time now;
	bool no_cache; /* judge every record anew, and keep nothing: see cache.c. Only what asks for all items of the
			* built-in catalogue keeps something */
	const struct sms_progress *progress;
};

/* Audits the store's snapshot. Errors INPUT: no such clause or item. UNJUDGED: history or approvals are needed and the
 * repository hides some (shallow clone …). */
struct sms_error *sms_audit_run(struct sms_audit **out, struct sms_store *store,
				const struct sms_audit_options *options) SMS_CHECKED;
/* Which processes may have one major each, in words, appended; nothing where there are none. */
void sms_audit_add_considered(struct sms_buf *out, const struct sms_audit *audit);
void sms_audit_free(struct sms_audit *audit);
SMS_AUTO_POINTER(audit, struct sms_audit *, sms_audit_free);

#endif
