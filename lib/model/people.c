/* People and the roles they held on a day, gathered in one pass over the few types that play a part in it. */
#include "model/people.h"
#include "base/map.h"
#include <stdio.h>
#include <string.h>

/* When something is in force, both ends included. Without a beginning or an end: since ever, for ever. */
struct span {
	sms_time from, to;
};

struct person {
	char *id, *name;
	struct sms_list emails;
	struct span span;
};

struct assignment {
	char *id, *person, *role;
	struct span span;
};

/* What one thread of the scan gathered. */
struct gathered {
	struct person *persons;
	size_t person_count, person_capacity;
	struct assignment *assignments;
	size_t assignment_count, assignment_capacity;
	struct sms_list roles;
};

struct sms_people {
	struct gathered all;      /* each sorted by id */
	struct sms_map *by_id;    /* to struct person */
	struct sms_map *by_email; /* lower case, to struct person */
};

static const struct span never = {INT64_MAX, INT64_MIN};

static bool spans(const struct span *span, sms_time at)
{
	return span->from <= at && at <= span->to;
}

static bool in_state(const sms_json *record, const char *state)
{
	const char *actual = sms_json_get_text(record, "state");
	return actual && strcmp(actual, state) == 0;
}

/* A date or an instant; a date stands for its first second, or its last one with `end_of_day`. */
static bool parse_moment(const char *text, bool end_of_day, sms_time *out)
{
	if (sms_time_parse(text, out))
		return true;
	struct sms_civil day = {0};
	int used = 0;
	if (strlen(text) != 10 || strspn(text, "0123456789-") != 10 ||
	    sscanf(text, "%4d-%2d-%2d%n", &day.year, &day.month, &day.day, &used) != 3 || used != 10 ||
	    !sms_civil_time(&day, out))
		return false;
	if (end_of_day)
		*out += SMS_DAY - 1;
	return true;
}

/* The span that two members give. What cannot be read as a date proves nothing, and so is never in force. */
static struct span read_span(const sms_json *record, const char *from, const char *to)
{
	struct span span = {INT64_MIN, INT64_MAX};
	const sms_json *begin = from ? sms_json_path(record, from) : NULL;
	const sms_json *end = to ? sms_json_path(record, to) : NULL;
	if (begin && !sms_json_is(begin, SMS_JSON_NULL) &&
	    (!sms_json_text(begin) || !parse_moment(sms_json_text(begin), false, &span.from)))
		return never;
	if (end && !sms_json_is(end, SMS_JSON_NULL) &&
	    (!sms_json_text(end) || !parse_moment(sms_json_text(end), true, &span.to)))
		return never;
	return span;
}

/* A final state ends things: on the day that the record gives, or, where it gives none, nobody can say since when. */
static struct span read_standing(const struct sms_scanned *scanned, const sms_json *about)
{
	const char *state = sms_json_get_text(scanned->json, "state");
	struct span span = read_span(scanned->json, sms_json_get_text(about, "from"), sms_json_get_text(about, "to"));
	if (in_state(scanned->json, "void") || in_state(scanned->json, "proposed"))
		return never;
	if (state && span.to == INT64_MAX && sms_type_is_final(scanned->entry->type, state))
		return never;
	return span;
}

static char *text_member(const sms_json *record, const sms_json *about, const char *part)
{
	const char *member = sms_json_get_text(about, part);
	return member ? sms_strdup(sms_json_text(sms_json_path(record, member))) : NULL;
}

static void lower(char *text)
{
	for (; *text; text++)
		if (*text >= 'A' && *text <= 'Z')
			*text += 'a' - 'A';
}

static void add_email(struct sms_list *emails, const char *email)
{
	if (!email || !*email)
		return;
	sms_list_add(emails, email);
	lower(emails->items[emails->count - 1]);
}

static void gather_person(struct gathered *out, const struct sms_scanned *scanned, const sms_json *about)
{
	if (in_state(scanned->json, "void"))
		return;
	sms_grow(out->persons, out->person_count, out->person_capacity);
	struct person *person = &out->persons[out->person_count++];
	*person = (struct person){.id = sms_strdup(scanned->entry->id),
				  .name = text_member(scanned->json, about, "name"),
				  .span = read_standing(scanned, about)};
	const char *member = sms_json_get_text(about, "emails");
	const sms_json *emails = member ? sms_json_path(scanned->json, member) : NULL;
	add_email(&person->emails, sms_json_text(emails));
	if (sms_json_is(emails, SMS_JSON_ARRAY))
		sms_json_each(email, emails)
			add_email(&person->emails, sms_json_text(email));
}

static void gather_assignment(struct gathered *out, const struct sms_scanned *scanned, const sms_json *about)
{
	char *person = text_member(scanned->json, about, "person");
	char *role = text_member(scanned->json, about, "role");
	if (!person || !role) {
		free(person);
		free(role);
		return;
	}
	sms_grow(out->assignments, out->assignment_count, out->assignment_capacity);
	out->assignments[out->assignment_count++] =
		(struct assignment){sms_strdup(scanned->entry->id), person, role, read_standing(scanned, about)};
}

/* A record that does not parse says nothing here; that it does not is a finding elsewhere. */
static struct sms_error *gather(void *context, unsigned thread, const struct sms_scanned *scanned)
{
	struct gathered *out = (struct gathered *)context + thread;
	const sms_json *about = sms_json_get(scanned->entry->type->about, "people");
	const char *is = sms_json_get_text(about, "is");
	if (!scanned->json || !is)
		return NULL;
	if (strcmp(is, "person") == 0)
		gather_person(out, scanned, about);
	else if (strcmp(is, "role") == 0 && !in_state(scanned->json, "void"))
		sms_list_add(&out->roles, scanned->entry->id);
	else if (strcmp(is, "assignment") == 0)
		gather_assignment(out, scanned, about);
	return NULL;
}

static void release_gathered(struct gathered *gathered)
{
	for (size_t i = 0; i < gathered->person_count; i++) {
		free(gathered->persons[i].id);
		free(gathered->persons[i].name);
		sms_list_release(&gathered->persons[i].emails);
	}
	for (size_t i = 0; i < gathered->assignment_count; i++) {
		free(gathered->assignments[i].id);
		free(gathered->assignments[i].person);
		free(gathered->assignments[i].role);
	}
	free(gathered->persons);
	free(gathered->assignments);
	sms_list_release(&gathered->roles);
}

/* Moves what `from` holds to `into`. */
static void join(struct gathered *into, struct gathered *from)
{
	for (size_t i = 0; i < from->person_count; i++) {
		sms_grow(into->persons, into->person_count, into->person_capacity);
		into->persons[into->person_count++] = from->persons[i];
	}
	for (size_t i = 0; i < from->assignment_count; i++) {
		sms_grow(into->assignments, into->assignment_count, into->assignment_capacity);
		into->assignments[into->assignment_count++] = from->assignments[i];
	}
	from->person_count = from->assignment_count = 0;
	for (size_t i = 0; i < from->roles.count; i++)
		sms_list_add(&into->roles, from->roles.items[i]);
}

static int by_person_id(const void *a, const void *b)
{
	return strcmp(((const struct person *)a)->id, ((const struct person *)b)->id);
}

static int by_assignment_id(const void *a, const void *b)
{
	return strcmp(((const struct assignment *)a)->id, ((const struct assignment *)b)->id);
}

/* The scan visits in any order; sorted, the same records always give the same answers. Of two persons with one
 * address the first is meant. */
static void arrange(struct sms_people *people)
{
	struct gathered *all = &people->all;
	if (all->person_count > 1)
		qsort(all->persons, all->person_count, sizeof *all->persons, by_person_id);
	if (all->assignment_count > 1)
		qsort(all->assignments, all->assignment_count, sizeof *all->assignments, by_assignment_id);
	sms_list_sort(&all->roles);
	people->by_id = sms_map_new(NULL);
	people->by_email = sms_map_new(NULL);
	for (size_t i = 0; i < all->person_count; i++) {
		struct person *person = &all->persons[i];
		sms_map_put(people->by_id, person->id, person);
		for (size_t k = 0; k < person->emails.count; k++)
			if (!sms_map_has(people->by_email, person->emails.items[k]))
				sms_map_put(people->by_email, person->emails.items[k], person);
	}
}

struct sms_error *sms_people_load(struct sms_people **out, struct sms_snapshot *snapshot)
{
	struct gathered gathered[SMS_SCAN_THREADS] = {{0}};
	const struct sms_types *types = sms_snapshot_types(snapshot);
	struct sms_error *error = NULL;
	const struct sms_type *type;
	for (size_t i = 0; !error && (type = sms_types_next_of_people(types, &i));)
		error = sms_snapshot_scan(snapshot, type, gather, gathered, NULL);
	struct sms_people *people = sms_alloc(1, sizeof *people);
	for (size_t i = 0; i < SMS_SCAN_THREADS; i++) {
		join(&people->all, &gathered[i]);
		release_gathered(&gathered[i]);
	}
	arrange(people);
	if (error)
		sms_people_free(people);
	else
		*out = people;
	return error;
}

void sms_people_free(struct sms_people *people)
{
	if (!people)
		return;
	release_gathered(&people->all);
	sms_map_free(people->by_id);
	sms_map_free(people->by_email);
	free(people);
}

const char *sms_people_by_email(const struct sms_people *people, const char *email)
{
	sms_auto(string) char *key = sms_strdup(email ? email : "");
	lower(key);
	const struct person *person = sms_map_get(people->by_email, key);
	return person ? person->id : NULL;
}

const char *sms_people_name(const struct sms_people *people, const char *id)
{
	const struct person *person = sms_map_get(people->by_id, id);
	if (!person)
		return NULL;
	return person->name ? person->name : person->id;
}

static bool is_here(const struct sms_people *people, const char *id, sms_time at)
{
	const struct person *person = sms_map_get(people->by_id, id);
	return person && spans(&person->span, at);
}

bool sms_people_holds(const struct sms_people *people, const char *person, const char *role, sms_time at)
{
	if (!is_here(people, person, at))
		return false;
	for (size_t i = 0; i < people->all.assignment_count; i++) {
		const struct assignment *one = &people->all.assignments[i];
		if (spans(&one->span, at) && strcmp(one->person, person) == 0 && strcmp(one->role, role) == 0)
			return true;
	}
	return false;
}

/* Moves each of them once, sorted, to the end of another list. */
static void add_sorted(struct sms_list *found, struct sms_list *out)
{
	sms_list_sort(found);
	sms_list_unique(found);
	for (size_t i = 0; i < found->count; i++)
		sms_list_add(out, found->items[i]);
	sms_list_release(found);
}

void sms_people_holders(const struct sms_people *people, const char *role, sms_time at, struct sms_list *out)
{
	struct sms_list found = SMS_LIST_INIT;
	for (size_t i = 0; i < people->all.assignment_count; i++) {
		const struct assignment *one = &people->all.assignments[i];
		if (strcmp(one->role, role) == 0 && spans(&one->span, at) && is_here(people, one->person, at))
			sms_list_add(&found, one->person);
	}
	add_sorted(&found, out);
}

void sms_people_roles(const struct sms_people *people, const char *person, sms_time at, struct sms_list *out)
{
	struct sms_list found = SMS_LIST_INIT;
	for (size_t i = 0; i < people->all.assignment_count && is_here(people, person, at); i++) {
		const struct assignment *one = &people->all.assignments[i];
		if (strcmp(one->person, person) == 0 && spans(&one->span, at))
			sms_list_add(&found, one->role);
	}
	add_sorted(&found, out);
}

void sms_people_assignments(const struct sms_people *people, const char *person, const char *role,
			    void (*visit)(void *context, const char *assignment), void *context)
{
	for (size_t i = 0; i < people->all.assignment_count; i++) {
		const struct assignment *one = &people->all.assignments[i];
		if (!strcmp(one->person, person) && (!role || !strcmp(one->role, role)))
			visit(context, one->id);
	}
}

bool sms_people_has_role(const struct sms_people *people, const char *role)
{
	return sms_list_contains(&people->all.roles, role);
}
