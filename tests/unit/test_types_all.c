/* Every type, driven by its own data: its example fits, every step of its lifecycle can be taken and every other is
 * refused, and every keyword of its schema refuses what breaks it, naming the member. Nothing here knows a type. */
#include "base/map.h"
#include "model/invariant/invariant.h"
#include "specimen.h"

static struct sms_types *types;
static const struct sms_invariants *invariants;

static int load(void **state)
{
	sms_json_setup();
	sms_time now;
	assert_true(sms_time_parse("2026-12-31T12:00:00Z", &now));
	sms_clock_set(now);
	must(sms_types_load(&types, NULL, 0));
	must(sms_types_invariants(&invariants, types));
	return 0;
}

static int unload(void **state)
{
	sms_types_free(types);
	return 0;
}

/* --- Lifecycles. --- */

struct lifecycle {
	const struct sms_type *type;
	size_t taken, refused, faults;
};

static void fault(struct lifecycle *lifecycle, const char *from, const char *to, const char *what)
{
	print_message("%s, %s to %s: %s\n", lifecycle->type->name, from, to, what);
	lifecycle->faults++;
}

/* The step, and then what the new state asks for. */
static void take(struct lifecycle *lifecycle, struct sms_record *record, const char *from, const char *to)
{
	const struct sms_actor actor = {.by = "PER-ANNA-KELLER", .at = sms_now()};
	const char *stamp = sms_type_stamp(record->type, to);
	sms_auto(buf) struct sms_buf why = SMS_BUF_INIT;
	sms_auto(breaches) struct sms_breaches breaches = {0};
	must(sms_record_move(record, to, "as planned", &actor));
	if (!specimen_fit(record->type, record->json, &why))
		fault(lifecycle, from, to, sms_buf_text(&why));
	must(sms_record_check(record));
	if (strcmp(sms_record_state(record), to) != 0 || (stamp && !sms_json_path(record->json, stamp)))
		fault(lifecycle, from, to, "has no state or no time stamp");
	must(sms_invariants_judge(invariants, record->type, record->json, record->id, &breaches));
	for (size_t i = 0; i < breaches.count; i++)
		fault(lifecycle, from, to, breaches.items[i].message);
	lifecycle->taken++;
}

static bool names_command(const struct sms_error *error, const char *command)
{
	for (size_t i = 0; i < sms_error_hint_count(error); i++)
		if (!strcmp(sms_error_hint_at(error, i), command))
			return true;
	return false;
}

/* Refused, with every allowed step as a command. */
static void refuse(struct lifecycle *lifecycle, struct sms_record *record, const char *from, const char *to)
{
	const struct sms_actor actor = {.by = "PER-ANNA-KELLER", .at = sms_now()};
	sms_auto(list) struct sms_list allowed = SMS_LIST_INIT;
	sms_auto(error) struct sms_error *error = sms_record_move(record, to, "as planned", &actor);
	if (!error || sms_error_status(error) != SMS_INPUT) {
		fault(lifecycle, from, to, "was not refused");
		return;
	}
	sms_type_moves(record->type, from, &allowed);
	for (size_t i = 0; i < allowed.count; i++) {
		sms_auto(string) char *command = sms_format("sms move %s %s", record->id, allowed.items[i]);
		if (!names_command(error, command))
			fault(lifecycle, from, to, command);
	}
	if (!sms_error_hint_count(error) || strcmp(sms_record_state(record), from) != 0)
		fault(lifecycle, from, to, "is refused without a hint, or was done");
	lifecycle->refused++;
}

static void try_move(struct lifecycle *lifecycle, const char *from, const char *to)
{
	sms_auto(record) struct sms_record *record = sms_alloc(1, sizeof *record);
	record->type = lifecycle->type;
	record->id = specimen_id(record->type, "ABCDEF");
	record->json = specimen(record->type, record->id, from);
	if (sms_type_may_move(record->type, from, to))
		take(lifecycle, record, from, to);
	else
		refuse(lifecycle, record, from, to);
}

static void moves(void **state)
{
	struct lifecycle all = {0};
	for (size_t i = 0; i < sms_types_count(types); i++) {
		const sms_json *graph = sms_json_path(sms_types_at(types, i)->about, "lifecycle.moves");
		all.type = sms_types_at(types, i);
		sms_json_each(from, graph) {
			sms_json_each(to, graph)
				try_move(&all, sms_json_key(from), sms_json_key(to));
			try_move(&all, sms_json_key(from), "void");
			try_move(&all, sms_json_key(from), "no-such-state");
		}
		try_move(&all, "void", sms_type_initial(all.type));
	}
	print_message("%zu types: %zu steps taken, %zu refused\n", sms_types_count(types), all.taken, all.refused);
	assert_int_equal(all.faults, 0);
}

/* --- What a schema refuses. --- */

struct refusals {
	const struct sms_type *type;
	const struct sms_schema *schema;
	size_t cases, faults;
	size_t foreign;            /* rules about states that a type does not have */
	struct sms_map *not_alone; /* "keyword, also keyword" -> how often */
};

/* Keywords that cannot be broken without another one, and why. Everything else must break alone. */
static const struct {
	const char *keyword, *also, *why;
} together[] = {
	{"minLength", "pattern", "the pattern does not take the empty text either"},
	{"minLength", "enum", "nor is it in the enumeration"},
	{"minLength", "const", "nor is it the constant of a rule"},
	{"pattern", "const", "the envelope has a pattern for the type's name, the type the name itself"},
	{"type", "enum", "a value of another kind is in no enumeration"},
	{"type", "const", "a value of another kind is not the constant"},
	{"type", "contains", "the list has to hold an element with just this value"},
	{"enum", "contains", "the same"},
	{"enum", "const", "a rule asks for one value of the enumeration"},
	{"const", "enum", "the same, the other way round"},
	{"required", "anyOf",
	 "one of several members is asked for: none of the ways is taken, and the nearest is named"},
};

static bool is_known_pair(const char *keyword, const char *also)
{
	for (size_t i = 0; i < SMS_COUNT(together); i++)
		if (!strcmp(together[i].keyword, keyword) && !strcmp(together[i].also, also))
			return true;
	return false;
}

static bool mentions(const struct sms_error *error, const char *name)
{
	bool found = strstr(sms_error_message(error), name) != NULL;
	for (size_t i = 0; i < sms_error_hint_count(error) && !found; i++)
		found = strstr(sms_error_hint_at(error, i), name) != NULL;
	return found;
}

static void complain(struct refusals *refusals, const char *pointer, const char *keyword, const char *what)
{
	print_message("%s %s, %s: %s\n", refusals->type->name, pointer, keyword, what);
	refusals->faults++;
}

/* The name that a message about the place must hold: the last step that is no number. */
static char *name_at(const char *pointer)
{
	sms_auto(list) struct sms_list steps = SMS_LIST_INIT;
	sms_list_split(&steps, pointer, '/');
	while (steps.count > 1 && steps.items[steps.count - 1][strspn(steps.items[steps.count - 1], "0123456789")] == 0)
		free(steps.items[--steps.count]);
	return sms_strdup(steps.items[steps.count - 1]);
}

/* The record breaks the keyword at the pointer and is refused with a message that names the member. */
static void expect(struct refusals *refusals, sms_json *json, const char *pointer, const char *keyword,
		   const char *member)
{
	sms_auto(findings) struct sms_schema_findings found = {0};
	sms_auto(string) char *last = member ? sms_strdup(member) : name_at(pointer);
	sms_auto(string) char *id = specimen_id(refusals->type, "ABCDEF");
	const struct sms_record record = {.type = refusals->type, .id = id, .json = json};
	bool is_found = false;
	refusals->cases++;
	must(sms_schema_explain(refusals->schema, json, &found));
	for (size_t i = 0; i < found.count; i++) {
		is_found |= !strcmp(found.items[i].keyword, keyword) &&
			    !strncmp(found.items[i].pointer, pointer, strlen(pointer));
		if (strcmp(found.items[i].keyword, keyword) != 0) {
			sms_auto(string) char *pair = sms_format("%s, also %s", keyword, found.items[i].keyword);
			uintptr_t count = (uintptr_t)sms_map_get(refusals->not_alone, pair);
			sms_map_put(refusals->not_alone, pair, (void *)(count + 1));
			if (!is_known_pair(keyword, found.items[i].keyword))
				complain(refusals, pointer, keyword, found.items[i].message);
		}
	}
	if (!is_found && (!found.count || !is_known_pair(keyword, found.items[0].keyword)))
		complain(refusals, pointer, keyword, found.count ? found.items[0].message : "is taken");
	sms_auto(error) struct sms_error *error = sms_record_check(&record);
	if (!error || sms_error_status(error) != SMS_INPUT || !mentions(error, last))
		complain(refusals, pointer, keyword, error ? sms_error_message(error) : "is no error");
}

static void expect_with(struct refusals *refusals, const sms_json *instance, const char *pointer, const char *keyword,
			sms_json *value)
{
	sms_auto(json) sms_json *json = sms_json_copy(instance);
	specimen_set(json, pointer, value);
	expect(refusals, json, pointer, keyword, NULL);
}

/* The object at a pointer. */
static sms_json *object_at(sms_json *json, const char *pointer)
{
	char step[64];
	if (!*pointer)
		return json;
	sms_json *parent = specimen_parent(json, pointer, step);
	return sms_json_is(parent, SMS_JSON_ARRAY) ? sms_json_edit_at(parent, strtoul(step, NULL, 10))
						   : sms_json_edit(parent, step);
}

static void expect_without(struct refusals *refusals, const sms_json *instance, const char *pointer, const char *name,
			   const char *keyword)
{
	sms_auto(json) sms_json *json = sms_json_copy(instance);
	if (sms_json_remove(object_at(json, pointer), name))
		expect(refusals, json, pointer, keyword, name);
	else
		complain(refusals, pointer, name, "is not there to be removed");
}

/* --- The keywords. --- */

static bool takes(const sms_json *type, const char *kind)
{
	return sms_json_is(type, SMS_JSON_ARRAY) ? sms_json_contains_text(type, kind)
						 : sms_json_text(type) && !strcmp(sms_json_text(type), kind);
}

static void break_kind(struct refusals *refusals, const sms_json *instance, const char *pointer, const sms_json *sub)
{
	const sms_json *type = sms_json_get(sub, "type");
	if (type && *pointer)
		expect_with(refusals, instance, pointer, "type",
			    takes(type, "boolean") ? sms_json_new_text("yes") : sms_json_new_boolean(true));
	if (sms_json_get(sub, "enum"))
		expect_with(refusals, instance, pointer, "enum", sms_json_new_text("no-such-value"));
	if (sms_json_get(sub, "const"))
		expect_with(refusals, instance, pointer, "const", sms_json_new_text("no-such-value"));
}

static void break_text(struct refusals *refusals, const sms_json *instance, const char *pointer, const sms_json *sub)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	const sms_json *most = sms_json_get(sub, "maxLength");
	if (!takes(sms_json_get(sub, "type"), "string"))
		return;
	if (sms_json_get(sub, "pattern"))
		expect_with(refusals, instance, pointer, "pattern", sms_json_new_text("/No, !"));
	if (sms_json_get(sub, "format"))
		expect_with(refusals, instance, pointer, "format", sms_json_new_text("no such thing"));
	if (sms_json_get(sub, "minLength"))
		expect_with(refusals, instance, pointer, "minLength", sms_json_new_text(""));
	sms_buf_add_fill(&text, 'x', (size_t)sms_json_number(most) + 1);
	if (most)
		expect_with(refusals, instance, pointer, "maxLength", sms_json_new_text(sms_buf_text(&text)));
}

static void break_number(struct refusals *refusals, const sms_json *instance, const char *pointer, const sms_json *sub)
{
	static const struct {
		const char *keyword;
		double step;
	} limits[] = {{"minimum", -1}, {"maximum", 1}, {"exclusiveMinimum", 0}, {"exclusiveMaximum", 0}};
	for (size_t i = 0; i < SMS_COUNT(limits); i++) {
		const sms_json *limit = sms_json_get(sub, limits[i].keyword);
		if (limit)
			expect_with(refusals, instance, pointer, limits[i].keyword,
				    sms_json_new_number(sms_json_number(limit) + limits[i].step));
	}
	if (takes(sms_json_get(sub, "type"), "integer"))
		expect_with(refusals, instance, pointer, "type", sms_json_new_number(1.5));
}

static void break_container(struct refusals *refusals, const sms_json *instance, const char *pointer,
			    const sms_json *sub)
{
	if (sms_json_get(sub, "minItems"))
		expect_with(refusals, instance, pointer, "minItems", sms_json_new_array());
	if (sms_json_get(sub, "minProperties"))
		expect_with(refusals, instance, pointer, "minProperties", sms_json_new_object());
	if (sms_json_true(sms_json_get(sub, "uniqueItems"))) {
		sms_json *list = sms_json_new_array();
		for (int i = 0; i < 2; i++)
			sms_json_append(list, specimen_value(refusals->schema, sms_json_get(sub, "items")));
		expect_with(refusals, instance, pointer, "uniqueItems", list);
	}
	sms_json_each(name, sms_json_get(sub, "required"))
		expect_without(refusals, instance, pointer, sms_json_text(name), "required");
	static const char *const closed[] = {"additionalProperties", "unevaluatedProperties"};
	for (size_t i = 0; i < SMS_COUNT(closed); i++) {
		const sms_json *rule = sms_json_get(sub, closed[i]);
		sms_auto(json) sms_json *json = sms_json_copy(instance);
		if (!sms_json_is(rule, SMS_JSON_BOOLEAN) || sms_json_true(rule))
			continue;
		sms_json_set_text(object_at(json, pointer), "no_such_member", "x");
		expect(refusals, json, pointer, closed[i], "no_such_member");
	}
}

/* --- Walking a schema. --- */

static void walk(struct refusals *refusals, const sms_json *instance, const char *pointer, const sms_json *sub,
		 int depth);

/* A member, which is put there where the instance has it not. */
static void walk_member(struct refusals *refusals, const sms_json *instance, const char *pointer, const sms_json *sub,
			int depth)
{
	sms_auto(json) sms_json *with = sms_json_copy(instance);
	sms_auto(buf) struct sms_buf why = SMS_BUF_INIT;
	if (!sms_json_pointer(with, pointer))
		specimen_set(with, pointer, specimen_value(refusals->schema, sub));
	if (specimen_fit(refusals->type, with, &why))
		walk(refusals, with, pointer, sub, depth + 1);
	else
		complain(refusals, pointer, "cannot be added", sms_buf_text(&why));
}

static void walk(struct refusals *refusals, const sms_json *instance, const char *pointer, const sms_json *sub,
		 int depth)
{
	sub = sms_schema_resolve(refusals->schema, sub);
	assert_true(depth < 16);
	break_kind(refusals, instance, pointer, sub);
	break_text(refusals, instance, pointer, sub);
	break_number(refusals, instance, pointer, sub);
	break_container(refusals, instance, pointer, sub);
	sms_json_each(property, sms_json_get(sub, "properties")) {
		sms_auto(string) char *inner = sms_format("%s/%s", pointer, sms_json_key(property));
		walk_member(refusals, instance, inner, property, depth);
	}
	sms_json_each(part, sms_json_get(sub, "allOf"))
		if (!sms_json_get(part, "if"))
			walk(refusals, instance, pointer, part, depth + 1);
	const sms_json *items = sms_json_get(sub, "items");
	if (items) {
		sms_auto(string) char *inner = sms_format("%s/0", pointer);
		sms_auto(json) sms_json *with = sms_json_copy(instance);
		if (!sms_json_pointer(with, inner))
			sms_json_append(object_at(with, pointer), specimen_value(refusals->schema, items));
		walk_member(refusals, with, inner, items, depth);
	}
}

/* --- Rules: if, then. --- */

static bool holds(const sms_json *schema, const sms_json *instance)
{
	sms_auto(schema) struct sms_schema *compiled = NULL;
	bool out = false;
	must(sms_schema_new(&compiled, schema, NULL));
	must(sms_schema_accepts(compiled, instance, &out));
	return out;
}

/* Removes every member that one of the branches asks for. */
static void break_any(struct refusals *refusals, const sms_json *instance, const sms_json *branches)
{
	sms_auto(json) sms_json *json = sms_json_copy(instance);
	const char *last = NULL;
	sms_json_each(branch, branches)
		sms_json_each(name, sms_json_get(branch, "required")) {
			(void)sms_json_remove(json, sms_json_text(name));
			last = last ? last : sms_json_text(name);
		}
	if (last)
		expect(refusals, json, "", "required", last);
}

static void break_then(struct refusals *refusals, const sms_json *instance, const char *pointer, const sms_json *then)
{
	sms_json_each(name, sms_json_get(then, "required"))
		expect_without(refusals, instance, pointer, sms_json_text(name), "required");
	break_any(refusals, instance, sms_json_get(then, "anyOf"));
	if (sms_json_get(then, "const"))
		expect_with(refusals, instance, pointer, "const", sms_json_new_text("no-such-value"));
	if (sms_json_get(then, "contains"))
		expect_with(refusals, instance, pointer, "contains", sms_json_new_array());
	sms_json_each(part, sms_json_get(then, "allOf"))
		break_then(refusals, instance, pointer, part);
	sms_json_each(member, sms_json_get(then, "properties")) {
		sms_auto(string) char *inner = sms_format("%s/%s", pointer, sms_json_key(member));
		break_then(refusals, instance, inner, member);
	}
}

/* Makes the condition hold; with its `turn`th value where one member may have several. False when there is none. */
static bool meet(struct refusals *refusals, sms_json *json, const sms_json *condition, size_t turn)
{
	bool is_new = turn == 0;
	sms_json_each(member, sms_json_get(condition, "properties")) {
		const sms_json *values = sms_json_get(member, "enum");
		const sms_json *value = sms_json_get(member, "const");
		if (values)
			value = sms_json_at(values, turn < sms_json_count(values) ? turn : 0);
		is_new |= values && turn < sms_json_count(values);
		sms_auto(string) char *pointer = sms_format("/%s", sms_json_key(member));
		if (value)
			specimen_set(json, pointer, sms_json_copy(value));
		else if (!sms_json_pointer(json, pointer))
			specimen_set(json, pointer,
				     specimen_value(refusals->schema,
						    specimen_find(refusals->schema, sms_type_document(refusals->type),
								  pointer)));
	}
	sms_json_each(name, sms_json_get(sms_json_get(condition, "not"), "required"))
		(void)sms_json_remove(json, sms_json_text(name));
	return is_new;
}

/* A record for which the condition holds: from the example, or from it in another state. NULL when there is none. */
static sms_json *that_meets(struct refusals *refusals, const sms_json *base, const sms_json *condition, size_t turn)
{
	sms_json *json = sms_json_copy(base);
	(void)meet(refusals, json, condition, turn);
	if (specimen_fit(refusals->type, json, NULL) && holds(condition, json))
		return json;
	sms_json_each(moves, sms_json_path(refusals->type->about, "lifecycle.moves")) {
		sms_json_free(json);
		json = specimen(refusals->type, sms_json_get_text(base, "id"), sms_json_key(moves));
		(void)meet(refusals, json, condition, turn);
		if (specimen_fit(refusals->type, json, NULL) && holds(condition, json))
			return json;
	}
	sms_json_free(json);
	return NULL;
}

/* Types that share members share rules, also such about states that they do not have. */
static bool is_of_another_type(const struct refusals *refusals, const sms_json *condition)
{
	const sms_json *state = sms_json_get(sms_json_get(condition, "properties"), "state");
	const char *value = sms_json_get_text(state, "const");
	return value && !sms_type_has_state(refusals->type, value);
}

static void break_rule(struct refusals *refusals, const sms_json *base, const sms_json *rule, bool is_shared)
{
	const sms_json *condition = sms_json_get(rule, "if");
	sms_auto(json) sms_json *scratch = sms_json_copy(base);
	if (is_shared && is_of_another_type(refusals, condition)) {
		refusals->foreign++;
		return;
	}
	for (size_t turn = 0; meet(refusals, scratch, condition, turn); turn++) {
		sms_auto(json) sms_json *json = that_meets(refusals, base, condition, turn);
		if (json)
			break_then(refusals, json, "", sms_json_get(rule, "then"));
		else
			complain(refusals, "", "if", "there is no record for which a rule holds");
	}
}

static void break_rules(struct refusals *refusals, const sms_json *base, const sms_json *whole)
{
	const sms_json *sub = sms_schema_resolve(refusals->schema, whole);
	sms_json_each(part, sms_json_get(sub, "allOf"))
		if (sms_json_get(part, "if"))
			break_rule(refusals, base, part, sub != whole);
		else
			break_rules(refusals, base, part);
}

/* What could not be broken alone, and why. */
static void say_together(const struct refusals *refusals)
{
	for (size_t i = 0; i < SMS_COUNT(together); i++) {
		sms_auto(string) char *pair = sms_format("%s, also %s", together[i].keyword, together[i].also);
		uintptr_t count = (uintptr_t)sms_map_get(refusals->not_alone, pair);
		print_message("  %s: %zu times: %s\n", pair, (size_t)count, together[i].why);
		assert_true(count > 0); /* a reason that is not needed any more */
	}
}

static void refused(void **state)
{
	struct refusals all = {.not_alone = sms_map_new(NULL)};
	for (size_t i = 0; i < sms_types_count(types); i++) {
		all.type = sms_types_at(types, i);
		all.schema = specimen_schema(all.type);
		sms_auto(string) char *id = specimen_id(all.type, "ABCDEF");
		sms_auto(json) sms_json *example = specimen(all.type, id, NULL);
		walk(&all, example, "", sms_type_document(all.type), 0);
		break_rules(&all, example, sms_type_document(all.type));
	}
	print_message("%zu cases refused\n", all.cases);
	print_message("  %zu rules of shared members about a state that the type does not have\n", all.foreign);
	say_together(&all);
	sms_map_free(all.not_alone);
	assert_int_equal(all.faults, 0);
	assert_true(all.cases > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(moves), cmocka_unit_test(refused)};
	return cmocka_run_group_tests(tests, load, unload);
}
