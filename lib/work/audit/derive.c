/* Facts derived by expressions, which catalogue files declare under `facts`:
 *
 *   EXPRESSION := PATH                   the first value there; `facts.…` for other facts; `@now`; `@start` of the SMS
 *     | { "text": TEXT }                 the text itself
 *     | { "setting": PATH }              a value of the settings (what `init` writes where it is not set)
 *     | { "planned": ACTIVITY }          the interval that is planned for an activity: plans.c
 *     | { "lookup": PATH, "by": [EXPRESSION …], "then": PATH }      a value of the settings, by keys
 *     | { "first_of": [EXPRESSION …] }   the first that has a value
 *     | { "earliest" | "latest": PATH of a list, "where": SCHEMA of an element, "member": PATH of a time }
 *     | { "count": PATH of a list, "where": SCHEMA, "member": PATH of a time, "from": EXPRESSION, "to": EXPRESSION,
 *         "exceeds": [PATH, PATH] }      of elements whose first value is greater than the second: numbers, durations,
 *                                        or times
 *     | { "days": [EXPRESSION, EXPRESSION] }       from the first to the second; below 0 when it came before
 *     | { "kept": { "from": EXPRESSION, "to": EXPRESSION, "within": DURATION or EXPRESSION } }
 *                                        "kept", "late", or, while there is time for what has not come, "waiting";
 *                                        "ahead" where `from` itself is yet to come: what did not happen shows nothing
 *     | { "equal": [EXPRESSION, EXPRESSION] }      true or false; no value when one has none
 *     | { "compare": [EXPRESSION, EXPRESSION] }    -1, 0 or 1; numbers, texts of numbers, as money is,
 *                                        durations, or times
 *     | { "ratio": [EXPRESSION, EXPRESSION] }      the first divided by the second; no value where that is 0
 *     | { "deviation": [EXPRESSION, EXPRESSION] }  by how many percent the first is away from the second
 *     | { "last": PATH }                 the last value there: of lists that grow at their end
 *     | { "among": [EXPRESSION, EXPRESSION] }      is the first an element of the second?
 *     | { "overlap": [PATH, PATH] }      do the two lists of texts share one?
 *     | { "matches": PATH }              does the record fit the schema that the settings hold there?
 *     | { "filled": [PATH or [PATH …]] } as the test of that name
 *     | { "due_rules": PATH, "from": EXPRESSION, "to": EXPRESSION }
 *                                        how many rules of a list in the settings ({ type, where, after }) are for
 *                                        this record, and were due before `to` */
#include "work/audit/derive.h"
#include "work/audit/verdict.h"
#include <math.h>
#include <string.h>

const struct sms_schema *audit_schema(const struct audit_run *run, const sms_json *document)
{
	return document ? sms_map_get_n(run->schemas, (const char *)&document, sizeof document) : NULL;
}

bool audit_accepts(const struct audit_run *run, const sms_json *document, const sms_json *value)
{
	const struct sms_schema *schema = audit_schema(run, document);
	bool yes = true;
	if (!schema)
		return true;
	struct sms_error *error = sms_schema_accepts(schema, value, &yes);
	yes = yes && !error; /* over a limit: not shown to fit */
	sms_error_free(error);
	return yes;
}

sms_time audit_derive_time(const struct audit_subject *subject, const sms_json *expression)
{
	return audit_time(expression ? audit_derive(subject, expression) : NULL);
}

/* --- Settings. --- */

static const sms_json *setting(const struct audit_subject *subject, const sms_json *path)
{
	return sms_map_get_n(subject->run->settings, (const char *)&path, sizeof path);
}

static const sms_json *derive_setting(const struct audit_subject *subject, const sms_json *expression,
				      const sms_json *path)
{
	return setting(subject, path);
}

static const sms_json *derive_lookup(const struct audit_subject *subject, const sms_json *expression,
				     const sms_json *path)
{
	const sms_json *value = setting(subject, path);
	const char *then = sms_json_get_text(expression, "then");
	sms_json_each(by, sms_json_get(expression, "by")) {
		const sms_json *key = audit_derive(subject, by);
		value = sms_json_text(key) ? sms_json_get(value, sms_json_text(key)) : NULL;
	}
	if (value && then)
		value = sms_json_path(value, then);
	return value;
}

static const sms_json *derive_matches(const struct audit_subject *subject, const sms_json *expression,
				      const sms_json *path)
{
	const sms_json *schema = setting(subject, path);
	return schema ? sms_json_new_boolean(audit_accepts(subject->run, schema, subject->json)) : NULL;
}

static const sms_json *derive_due_rules(const struct audit_subject *subject, const sms_json *expression,
					const sms_json *path)
{
	sms_time from = audit_derive_time(subject, sms_json_get(expression, "from"));
	sms_time to = audit_derive_time(subject, sms_json_get(expression, "to")), due = 0;
	int64_t count = 0;
	if (from == SMS_TIME_NONE)
		return NULL;
	sms_json_each(rule, setting(subject, path)) {
		const char *type = sms_json_get_text(rule, "type");
		if (!type || strcmp(type, subject->population->type->name) != 0)
			continue;
		if (!sms_time_add_duration(sms_json_get_text(rule, "after"), from, &due) || to == SMS_TIME_NONE ||
		    due > to)
			continue;
		count += audit_accepts(subject->run, sms_json_get(rule, "where"), subject->json);
	}
	return sms_json_new_integer(count);
}

/* --- Comparing. --- */

static const sms_json *derive_days(const struct audit_subject *subject, const sms_json *expression,
				   const sms_json *pair)
{
	sms_time from = audit_derive_time(subject, sms_json_at(pair, 0)),
		 to = audit_derive_time(subject, sms_json_at(pair, 1));
	if (from == SMS_TIME_NONE || to == SMS_TIME_NONE)
		return NULL;
	/* Far finer than a second, and few digits: the way back from a double's text is long. */
	return sms_json_new_number(round((double)(to - from) / (double)SMS_DAY * 1e9) / 1e9);
}

/* Not come yet: clocks differ a little, and a day without a time begins earlier in the east. */
static bool is_ahead(const struct audit_subject *subject, sms_time time)
{
	const sms_time east = (sms_time)14 * 3600;
	sms_time here = time - (time % SMS_DAY ? subject->run->ahead : east);
	audit_verdict_turns(subject, here);
	return subject->run->now < here;
}

static const sms_json *derive_kept(const struct audit_subject *subject, const sms_json *expression,
				   const sms_json *terms)
{
	const sms_json *within = sms_json_get(terms, "within");
	sms_time from = audit_derive_time(subject, sms_json_get(terms, "from")),
		 to = audit_derive_time(subject, sms_json_get(terms, "to"));
	sms_time due = 0;
	if (from == SMS_TIME_NONE)
		return NULL;
	if (!sms_time_add_duration(sms_json_text(within), from, &due)) {
		const sms_json *limit = audit_derive(subject, within);
		if (!sms_time_add_duration(sms_json_text(limit), from, &due))
			return NULL;
	}
	if (is_ahead(subject, from))
		return sms_json_new_text("ahead");
	if (to != SMS_TIME_NONE && !is_ahead(subject, to))
		return sms_json_new_text(to <= due ? "kept" : "late");
	audit_verdict_turns(subject, due + 1);
	return sms_json_new_text(subject->run->now <= due ? "waiting" : "late");
}

static const sms_json *derive_equal(const struct audit_subject *subject, const sms_json *expression,
				    const sms_json *pair)
{
	const sms_json *a = audit_derive(subject, sms_json_at(pair, 0));
	const sms_json *b = audit_derive(subject, sms_json_at(pair, 1));
	return a && b ? sms_json_new_boolean(sms_json_equal(a, b)) : NULL;
}

static const sms_json *derive_among(const struct audit_subject *subject, const sms_json *expression,
				    const sms_json *pair)
{
	const sms_json *value = audit_derive(subject, sms_json_at(pair, 0));
	const sms_json *list = audit_derive(subject, sms_json_at(pair, 1));
	bool found = false;
	sms_json_each(element, value ? list : NULL)
		found = found || sms_json_equal(element, value);
	return value ? sms_json_new_boolean(found) : NULL;
}

static void note_text(void *context, const sms_json *value)
{
	if (sms_json_text(value))
		sms_list_add(context, sms_json_text(value));
}

static const sms_json *root_of(const struct audit_subject *subject, const char **path)
{
	if (strncmp(*path, "facts.", 6) != 0)
		return subject->json;
	*path += 6;
	return subject->facts;
}

static const sms_json *derive_overlap(const struct audit_subject *subject, const sms_json *expression,
				      const sms_json *pair)
{
	sms_auto(list) struct sms_list a = SMS_LIST_INIT;
	sms_auto(list) struct sms_list b = SMS_LIST_INIT;
	struct sms_list *lists[] = {&a, &b};
	bool shared = false;
	for (size_t i = 0; i < 2; i++) {
		const char *path = sms_json_text(sms_json_at(pair, i));
		const sms_json *root = root_of(subject, &path);
		sms_json_visit(root, path, note_text, lists[i]);
	}
	for (size_t i = 0; i < a.count; i++)
		shared |= sms_list_contains(&b, a.items[i]);
	return sms_json_new_boolean(shared);
}

static const sms_json *derive_filled(const struct audit_subject *subject, const sms_json *expression,
				     const sms_json *fields)
{
	sms_auto(list) struct sms_list missing = SMS_LIST_INIT;
	audit_unfilled(&subject->run->fillers, subject->json, fields, &missing);
	return sms_json_new_boolean(!missing.count);
}

static const sms_json *derive_first_of(const struct audit_subject *subject, const sms_json *expression,
				       const sms_json *list)
{
	sms_json_each(one, list) {
		const sms_json *value = audit_derive(subject, one);
		if (value)
			return value;
	}
	return NULL;
}

static const sms_json *derive_text(const struct audit_subject *subject, const sms_json *expression,
				   const sms_json *text)
{
	return text;
}

/* --- Expressions. --- */

static struct operator/* not const: a map borrows them */
{
	const char *name;
	/* `operand` is the member that the operator is called by. */
	const sms_json *(*derive)(const struct audit_subject *subject, const sms_json *expression,
				  const sms_json *operand);
}
operators[] = {
	{"text", derive_text},
	{"planned", derive_setting},
	{"setting", derive_setting},
	{"lookup", derive_lookup},
	{"first_of", derive_first_of},
	{"count", audit_derive_count},
	{"earliest", audit_derive_earliest},
	{"latest", audit_derive_latest},
	{"days", derive_days},
	{"kept", derive_kept},
	{"equal", derive_equal},
	{"among", derive_among},
	{"overlap", derive_overlap},
	{"matches", derive_matches},
	{"filled", derive_filled},
	{"due_rules", derive_due_rules},
	{"compare", audit_derive_compare},
	{"ratio", audit_derive_ratio},
	{"deviation", audit_derive_deviation},
	{"last", audit_derive_last},
};

static const sms_json *derive_path(const struct audit_subject *subject, const char *path)
{
	if (!strcmp(path, "@now")) {
		audit_verdict_is_shared(subject);
		return audit_time_json(subject->run->now);
	}
	if (!strcmp(path, "@start"))
		return audit_time_json(subject->run->start);
	const sms_json *root = root_of(subject, &path);
	const sms_json *value = audit_first_value(root, path);
	return value;
}

const sms_json *audit_derive(const struct audit_subject *subject, const sms_json *expression)
{
	if (sms_json_text(expression))
		return derive_path(subject, sms_json_text(expression));
	const struct operator* operator=
		sms_map_get_n(subject->run->operators, (const char *)&expression, sizeof expression);
	return operator? operator->derive(subject, expression, sms_json_get(expression, operator->name)) : NULL;
}

/* --- Before the records are read. --- */

static struct sms_error *compile(struct audit_run *run, const sms_json *document)
{
	struct sms_schema *schema = NULL;
	if (!document || audit_schema(run, document))
		return NULL;
	SMS_TRY(sms_schema_new(&schema, document, NULL));
	sms_map_put_n(run->schemas, (const char *)&document, sizeof document, schema);
	return NULL;
}

/* Notes which operator an expression has, where it has one. */
static void keep_operator(struct audit_run *run, const sms_json *expression)
{
	for (size_t i = 0; i < SMS_COUNT(operators); i++) {
		if (!sms_json_get(expression, operators[i].name))
			continue;
		sms_map_put_n(run->operators, (const char *)&expression, sizeof expression, &operators[i]);
		return;
	}
}

static void keep_setting(struct audit_run *run, const sms_json *path, const sms_json *value)
{
	void *kept = NULL;
	memcpy(&kept, &value, sizeof kept); /* never changed: the map only borrows it */
	sms_map_put_n(run->settings, (const char *)&path, sizeof path, kept);
}

/* Looks a setting up once; `path` is the text in the expression. */
static const sms_json *prepare_setting(struct audit_run *run, const sms_json *path)
{
	const sms_json *value = sms_settings_get(run->store->settings, sms_json_text(path));
	keep_setting(run, path, value);
	return value;
}

static struct sms_error *prepare_plan(struct audit_run *run, const sms_json *activity)
{
	const sms_json *interval = NULL;
	SMS_TRY(audit_plan(run, sms_json_text(activity), &interval));
	keep_setting(run, activity, interval);
	return NULL;
}

static struct sms_error *compile_setting(struct audit_run *run, const sms_json *path)
{
	struct sms_error *error = compile(run, prepare_setting(run, path));
	return error ? sms_error_wrap(error, "%s: %s", SMS_SETTINGS_PATH, sms_json_text(path)) : NULL;
}

struct sms_error *audit_derive_prepare(struct audit_run *run, const sms_json *expression, struct sms_list *mentioned)
{
	const char *text = sms_json_text(expression);
	if (text && !strncmp(text, "facts.", 6)) {
		sms_list_adopt(mentioned, sms_copy(text + 6, strcspn(text + 6, ".")));
		return NULL;
	}
	if (!sms_json_is(expression, SMS_JSON_OBJECT) && !sms_json_is(expression, SMS_JSON_ARRAY))
		return NULL;
	keep_operator(run, expression);
	sms_json_each(member, expression) {
		const char *key = sms_json_key(member);
		key = key ? key : "";
		if (!strcmp(key, "where"))
			SMS_TRY(compile(run, member));
		else if (!strcmp(key, "matches"))
			SMS_TRY(compile_setting(run, member));
		else if (!strcmp(key, "planned"))
			SMS_TRY(prepare_plan(run, member));
		else if (!strcmp(key, "setting") || !strcmp(key, "lookup"))
			(void)prepare_setting(run, member);
		else if (strcmp(key, "text") != 0)
			SMS_TRY(audit_derive_prepare(run, member, mentioned));
		if (!strcmp(key, "due_rules"))
			sms_json_each(rule, prepare_setting(run, member))
				SMS_TRY(compile(run, sms_json_get(rule, "where")));
	}
	return NULL;
}
