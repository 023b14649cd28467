/* anyOf and oneOf: which branch was meant. A person wants to hear what is wrong with that one, not with all. */
#include "model/schema/explain.h"

/* How far a branch is from fitting; compared member by member, the first difference counts. */
struct distance {
	unsigned misfits;   /* type, const, enum of the value itself, or `false` */
	unsigned strangers; /* members whose const or enum does not fit: the branch is about something else */
	unsigned relatives; /* members whose const or enum fits */
	unsigned faults;
};

static bool is_transparent(const struct check *check)
{
	return check->keyword == K_REF || check->keyword == K_DYNAMIC_REF || check->keyword == K_ALL_OF;
}

static bool is_discriminator(const struct check *check)
{
	return check->keyword == K_CONST || check->keyword == K_ENUM;
}

static void measure_members(const struct check *check, struct distance *d)
{
	for (const struct result *r = check->results; r; r = r->next)
		for (const struct check *c = r->checks; c; c = c->next)
			if (is_discriminator(c))
				(*(c->valid ? &d->relatives : &d->strangers))++;
}

static void measure(const struct result *result, struct distance *d)
{
	if (!result->checks && !result->valid)
		d->misfits++;
	for (const struct check *c = result->checks; c; c = c->next) {
		if (c->keyword == K_PROPERTIES)
			measure_members(c, d);
		if (!c->valid && (c->keyword == K_TYPE || is_discriminator(c)))
			d->misfits++;
		if (is_transparent(c)) {
			for (const struct result *r = c->results; r; r = r->next)
				measure(r, d);
		} else if (!c->valid) {
			d->faults++;
			for (const struct result *r = c->results; r; r = r->next)
				d->faults += !r->valid;
		}
	}
}

static int compare(const struct distance *a, const struct distance *b)
{
	if (a->misfits != b->misfits)
		return a->misfits < b->misfits ? -1 : 1;
	if (a->strangers != b->strangers)
		return a->strangers < b->strangers ? -1 : 1;
	if (a->relatives != b->relatives)
		return a->relatives > b->relatives ? -1 : 1;
	return a->faults < b->faults ? -1 : a->faults > b->faults;
}

/* What the branches ask of the value itself, where they ask for nothing but kinds and constants. */
struct wishes {
	unsigned kinds;
	const sms_json **options;
	size_t count, capacity;
};

static void add_options(struct wishes *w, const struct check *check)
{
	if (check->keyword == K_CONST) {
		sms_grow(w->options, w->count, w->capacity);
		w->options[w->count++] = check->value;
		return;
	}
	sms_json_each(option, check->value) {
		sms_grow(w->options, w->count, w->capacity);
		w->options[w->count++] = option;
	}
}

/* False where something other than a kind or a constant failed. */
static bool read_wishes(const struct result *result, struct wishes *w)
{
	const struct check *decisive = NULL;
	for (const struct check *c = result->checks; c; c = c->next) {
		if (c->valid)
			continue;
		if (c->keyword == K_REF && c->results)
			return read_wishes(c->results, w);
		if (c->keyword != K_TYPE && !is_discriminator(c))
			return false;
		if (!decisive || decisive->keyword == K_TYPE)
			decisive = c;
	}
	if (!decisive)
		return !result->checks;
	if (decisive->keyword == K_TYPE)
		w->kinds |= result->node->kinds;
	else
		add_options(w, decisive);
	return true;
}

/* "owner is 5; it must be a string or null" */
static bool explain_wishes(struct explainer *e, const struct check *check)
{
	struct wishes w = {0};
	bool simple = true;
	for (const struct result *r = check->results; r && simple; r = r->next)
		simple = read_wishes(r, &w);
	simple = simple && (w.kinds || w.count);
	if (simple) {
		struct sms_buf out = SMS_BUF_INIT;
		schema_phrase_is(&out, check->of->at);
		sms_buf_add_text(&out, "; it must be ");
		schema_phrase_kinds(&out, w.kinds);
		sms_buf_add_text(&out, w.kinds && w.count ? " or " : "");
		if (w.count)
			schema_phrase_options(&out, w.options, w.count, check->of->at->subject.text);
		schema_phrase_when(&out, check->of, " ");
		schema_explain_add(e, check, NULL, sms_buf_take(&out), false);
	}
	free(w.options);
	return simple;
}

/* The check that tells a branch by a constant member: the one at `index`, or the first with SIZE_MAX; only where it
 * failed. */
static const struct check *discriminator(const struct result *branch, size_t index)
{
	for (const struct check *c = branch->checks; c; c = c->next) {
		for (const struct result *r = c->results; r; r = r->next) {
			const struct check *found = is_transparent(c) ? discriminator(r, index) : NULL;
			bool here = c->keyword == K_PROPERTIES && (index == SIZE_MAX || r->at->index == index);
			for (const struct check *d = here ? r->checks : NULL; d && !found; d = d->next)
				found = is_discriminator(d) && !d->valid ? d : NULL;
			if (found)
				return found;
		}
	}
	return NULL;
}

/* "contact.kind is 'robot'; it must be one of person, team": every branch names what it is for, and it is none. */
static bool explain_discriminator(struct explainer *e, const struct check *check)
{
	struct wishes w = {0};
	const struct check *first = discriminator(check->results, SIZE_MAX), *found = first;
	for (const struct result *r = check->results; r && found; r = r->next) {
		found = discriminator(r, first->of->at->index);
		if (found)
			add_options(&w, found);
	}
	if (found) {
		struct sms_buf out = SMS_BUF_INIT;
		schema_phrase_is(&out, first->of->at);
		sms_buf_add_text(&out, "; it must be ");
		schema_phrase_options(&out, w.options, w.count, first->of->at->subject.text);
		schema_explain_add(e, first, NULL, sms_buf_take(&out), false);
	}
	free(w.options);
	return found != NULL;
}

static void explain_too_many(struct explainer *e, const struct check *check)
{
	struct sms_buf out = SMS_BUF_INIT;
	size_t number = 0, count = 0, total = 0;
	for (const struct result *r = check->results; r; r = r->next)
		total += r->valid;
	schema_phrase_name(&out, check->of->at);
	sms_buf_add_text(&out, " fits forms ");
	for (const struct result *r = check->results; r; r = r->next) {
		number++;
		if (r->valid) {
			count++;
			sms_buf_add_format(&out, "%s%zu", count == 1 ? "" : count == total ? " and " : ", ", number);
		}
	}
	sms_buf_add_text(&out, " of those allowed; it must fit exactly one");
	schema_explain_add(e, check, NULL, sms_buf_take(&out), false);
}

static void add_summary(struct explainer *e, const struct check *check, size_t branches, size_t nearest)
{
	struct sms_buf out = SMS_BUF_INIT;
	schema_phrase_name(&out, check->of->at);
	sms_buf_add_format(&out, " fits none of the %zu forms allowed; form %zu is the nearest", branches, nearest);
	schema_explain_add(e, check, NULL, sms_buf_take(&out), false);
}

static bool any_valid(const struct check *check)
{
	for (const struct result *r = check->results; r; r = r->next)
		if (r->valid)
			return true;
	return false;
}

/* The nearest branch speaks for all; which it was is said where its type or a constant does not settle it. */
void schema_explain_branches(struct explainer *e, const struct check *check)
{
	const struct result *nearest = NULL;
	struct distance best = {0}, second = {0};
	size_t count = 0, place = 0;
	if (any_valid(check))
		return explain_too_many(e, check);
	if (explain_wishes(e, check) || explain_discriminator(e, check))
		return;
	for (const struct result *r = check->results; r; r = r->next) {
		struct distance d = {0};
		measure(r, &d);
		count++;
		if (!nearest || compare(&d, &best) < 0) {
			second = best;
			best = d;
			nearest = r;
			place = count;
		} else if (count == 2 || compare(&d, &second) < 0) {
			second = d;
		}
	}
	if (count > 1 && best.misfits == second.misfits && best.strangers == second.strangers)
		add_summary(e, check, count, place);
	schema_explain_result(e, nearest);
}
