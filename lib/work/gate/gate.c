/* Whether a record may be carried out now: state, times, freezes, services. See gate.h. */
#include "model/approval/lifecycle.h"
#include "work/gate/private.h"
#include <string.h>

const char *sms_gate_verdict_name(enum sms_gate_verdict verdict)
{
	static const char *const names[] = {
		[SMS_GATE_OPEN] = "open", [SMS_GATE_CLOSED] = "closed", [SMS_GATE_UNJUDGED] = "unjudged"};
	return names[verdict];
}

enum sms_gate_verdict sms_gate_verdict(const struct sms_gate *gate)
{
	enum sms_gate_verdict verdict = SMS_GATE_OPEN;
	for (size_t i = 0; i < gate->count; i++) {
		if (!gate->items[i].unjudged)
			return SMS_GATE_CLOSED;
		verdict = SMS_GATE_UNJUDGED;
	}
	return verdict;
}

void sms_gate_release(struct sms_gate *gate)
{
	for (size_t i = 0; i < gate->count; i++) {
		free(gate->items[i].message);
		free(gate->items[i].fix);
	}
	free(gate->items);
	free(gate->model);
	sms_approval_release(&gate->approval);
	*gate = (struct sms_gate){0};
}

void sms_gate_add(struct gating *gating, const char *word, char *message, char *fix)
{
	struct sms_gate *out = gating->out;
	sms_grow(out->items, out->count, out->capacity);
	out->items[out->count++] = (struct sms_gate_reason){.word = word, .message = message, .fix = fix};
}

const sms_json *sms_gate_member(const struct gating *gating, const char *path)
{
	const char *member = sms_json_text(sms_json_path(gating->about, path));
	return member ? sms_json_path(gating->record->json, member) : NULL;
}

sms_time sms_gate_instant(const struct gating *gating, const char *path)
{
	const char *text = sms_json_text(sms_gate_member(gating, path));
	sms_time at;
	return text && sms_time_parse_stored(text, &at) ? at : SMS_TIME_NONE;
}

/* --- State. --- */

/* The first step of a shortest way to one of the states in which it may be carried out, NULL where none leads there;
 * the caller's. */
static char *next_step(const struct gating *gating)
{
	const struct sms_type *type = gating->record->type;
	const sms_json *wanted = sms_json_get(gating->about, "states");
	sms_auto(list) struct sms_list reached = SMS_LIST_INIT, first = SMS_LIST_INIT;
	sms_list_add(&reached, sms_record_state(gating->record));
	sms_list_add(&first, "");
	for (size_t i = 0; i < reached.count; i++) {
		sms_auto(list) struct sms_list moves = SMS_LIST_INIT;
		sms_type_moves(type, reached.items[i], &moves);
		for (size_t m = 0; m < moves.count; m++) {
			const char *step = i ? first.items[i] : moves.items[m];
			if (sms_json_contains_text(wanted, moves.items[m]))
				return sms_strdup(step);
			if (sms_list_contains(&reached, moves.items[m]))
				continue;
			sms_list_add(&reached, moves.items[m]);
			sms_list_add(&first, step);
		}
	}
	return NULL;
}

/* False where nothing else matters any more. */
static bool judge_state(struct gating *gating)
{
	const struct sms_record *record = gating->record;
	const char *state = sms_record_state(record);
	sms_auto(buf) struct sms_buf states = SMS_BUF_INIT;
	if (sms_type_is_final(record->type, state)) {
		sms_gate_add(gating, "over", sms_format("it is %s; what is still to be done needs a new record", state),
			     sms_format("sms %s-%s", record->type->word, record->type->name));
		return false;
	}
	if (sms_json_contains_text(sms_json_get(gating->about, "states"), state))
		return true;
	sms_json_each(open, sms_json_get(gating->about, "states"))
		sms_buf_add_format(&states, "%s%s", states.length ? " or " : "", sms_json_text(open));
	sms_auto(string) char *step = next_step(gating);
	/* Where the step needs an approval that is not there, that is said as a reason of its own. */
	sms_auto(error) struct sms_error *refusal =
		step ? sms_approval_guard(gating->store, record, step, gating->now) : NULL;
	sms_gate_add(gating, "state",
		     sms_format("it is %s; it is carried out when it is %s", state, sms_buf_text(&states)),
		     step && !refusal ? sms_format("sms move %s %s", record->id, step) : NULL);
	return true;
}

/* --- Times. --- */

static void judge_window(struct gating *gating)
{
	struct sms_gate *out = gating->out;
	const char *id = gating->record->id;
	const char *start = sms_json_text(sms_json_path(gating->about, "window.start"));
	const char *end = sms_json_text(sms_json_path(gating->about, "window.end"));
	char text[SMS_TIME_SIZE], length[32];
	out->opens = sms_gate_instant(gating, "window.start");
	out->shuts = sms_gate_instant(gating, "window.end");
	if (!start || !end)
		return;
	char *plan = sms_format("sms set %s %s=TIME %s=TIME", id, start, end);
	if (out->opens == SMS_TIME_NONE || out->shuts == SMS_TIME_NONE) {
		sms_gate_add(gating, "no-window", sms_strdup("no time is planned for it"), plan);
	} else if (gating->now < out->opens) {
		sms_time_format(out->opens, text);
		sms_time_describe(out->opens - gating->now, length);
		sms_gate_add(gating, "before-window", sms_format("its window begins at %s, in %s", text, length),
			     sms_format("sms gate %s --now %s", id, text));
		free(plan);
	} else if (gating->now >= out->shuts) {
		sms_time_format(out->shuts, text);
		sms_time_describe(gating->now - out->shuts, length);
		sms_gate_add(gating, "after-window", sms_format("its window ended at %s, %s ago", text, length), plan);
	} else {
		free(plan);
	}
}

static void judge_lead_time(struct gating *gating)
{
	const char *lead = sms_json_get_text(gating->rules, "lead_time");
	const char *created = sms_json_text(sms_json_path(gating->record->json, "created.at"));
	sms_time begin = gating->started == SMS_TIME_NONE ? gating->now : gating->started;
	sms_time requested = sms_gate_instant(gating, "requested"), from;
	char text[SMS_TIME_SIZE], length[32];
	if (requested == SMS_TIME_NONE && (!created || !sms_time_parse_stored(created, &requested)))
		return;
	if (!lead || !sms_time_add_duration(lead, requested, &from) || begin >= from)
		return;
	sms_time_format(from, text);
	sms_time_describe(from - requested, length);
	sms_gate_add(gating, "lead-time",
		     sms_format("a %s one is carried out %s after its request at the earliest, from %s on",
				gating->category, length, text),
		     sms_format("sms gate %s --now %s", gating->record->id, text));
}

/* --- Freezes. --- */

/* A freeze is for services that it names, or for all; a record that names none may touch any. */
static bool touches(const struct gating *gating, const sms_json *freeze)
{
	const sms_json *frozen = sms_json_get(freeze, "services");
	const sms_json *services = sms_gate_member(gating, "services");
	if (!sms_json_count(frozen) || (!gating->service && !sms_json_count(services)))
		return true;
	sms_json_each(service, services)
		if (sms_json_text(service) && sms_json_contains_text(frozen, sms_json_text(service)))
			return true;
	return gating->service && sms_json_contains_text(frozen, gating->service);
}

static void say_frozen(struct gating *gating, const sms_json *freeze, sms_time until)
{
	const char *start = sms_json_text(sms_json_path(gating->about, "window.start"));
	const char *end = sms_json_text(sms_json_path(gating->about, "window.end"));
	const char *name = sms_json_get_text(freeze, "name"), *outside = sms_json_get_text(freeze, "outside");
	char text[SMS_TIME_SIZE] = "TIME";
	if (until != SMS_TIME_NONE)
		sms_time_format(until, text);
	sms_gate_add(gating, "freeze",
		     outside ? sms_format("'%s' is on outside of the calendar '%s'", name, outside)
			     : sms_format("'%s' is on until %s", name, text),
		     start && end ? sms_format("sms set %s %s=%s %s=TIME", gating->record->id, start, text, end)
				  : NULL);
}

static struct sms_error *judge_freezes(struct gating *gating)
{
	const char *path = sms_json_text(sms_json_path(gating->about, "freezes.setting"));
	sms_json_each(freeze, path ? sms_settings_get(gating->store->settings, path) : NULL) {
		const sms_json *allowed = sms_json_get(freeze, "allowed");
		sms_time until;
		bool on = false;
		if (!allowed)
			allowed = sms_json_path(gating->about, "freezes.allowed");
		if (!touches(gating, freeze) || (gating->category && sms_json_contains_text(allowed, gating->category)))
			continue;
		SMS_TRY(sms_gate_freeze_is_on(gating, freeze, &on, &until));
		if (on)
			say_frozen(gating, freeze, until);
	}
	return NULL;
}

/* --- Services. --- */

static void judge_service(struct gating *gating)
{
	const char *member = sms_json_get_text(gating->about, "services");
	const sms_json *services = sms_gate_member(gating, "services");
	sms_auto(buf) struct sms_buf names = SMS_BUF_INIT;
	if (!gating->service || sms_json_contains_text(services, gating->service))
		return;
	sms_value_add_text(&names, services);
	sms_gate_add(gating, "service",
		     sms_format("it is for %s, not for %s", names.length ? sms_buf_text(&names) : "no service",
				gating->service),
		     member ? sms_format("sms set %s %s+=%s", gating->record->id, member, gating->service) : NULL);
}

static void read_category(struct gating *gating)
{
	const char *path = sms_json_get_text(gating->about, "categories");
	gating->category = sms_json_text(sms_gate_member(gating, "category"));
	if (path && gating->category)
		gating->rules = sms_json_get(sms_settings_get(gating->store->settings, path), gating->category);
}

struct sms_error *sms_gate_judge(struct sms_gate *out, struct sms_store *store, const struct sms_record *record,
				 const char *service, sms_time now)
{
	struct gating gating = {.store = store,
				.record = record,
				.about = sms_json_get(record->type->about, "gate"),
				.service = service,
				.now = now,
				.out = out};
	*out = (struct sms_gate){.opens = SMS_TIME_NONE, .shuts = SMS_TIME_NONE, .approve_by = SMS_TIME_NONE};
	if (!gating.about)
		return sms_error_hint(sms_error(SMS_INPUT, "'%s' is no record that a gate is for: %s have none",
						record->id, record->type->plural),
				      "sms help gate");
	read_category(&gating);
	gating.started = sms_gate_instant(&gating, "started");
	if (!judge_state(&gating))
		return NULL;
	judge_service(&gating);
	SMS_TRY(sms_gate_judge_approval(&gating));
	judge_lead_time(&gating);
	judge_window(&gating);
	return judge_freezes(&gating);
}
