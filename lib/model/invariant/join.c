/* What records break together, from their facts. See invariant.h. */
#include "model/invariant/private.h"
#include <string.h>

typedef const struct sms_fact *fact_ref;

static int compare_texts(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) : (a ? 1 : 0) - (b ? 1 : 0);
}

/* Groups of one invariant and key (edges: of one invariant and record), in them by time and record. */
static int by_group(const void *p, const void *q)
{
	fact_ref a = *(const fact_ref *)p, b = *(const fact_ref *)q;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	int order = strcmp(a->invariant->id, b->invariant->id);
	if (!order && a->kind == SMS_FACT_EDGE)
		order = strcmp(a->id, b->id);
	if (!order)
		order = strcmp(a->key, b->key);
	if (!order)
		order = compare_texts(a->from, b->from);
	return order ? order : strcmp(a->id, b->id);
}

static void add_breach(struct sms_breaches *out, fact_ref fact, const char *other, const char *finding)
{
	struct sms_breach *breach = invariant_breach(out, fact->invariant, fact->id, fact->shown, other, finding);
	breach->file = sms_strdup(fact->file);
}

/* --- unique --- */

/* Does a time that began before end after this one begins? Days are compared as they are written. */
static bool overlaps(fact_ref earlier, fact_ref later)
{
	return !earlier->to || !later->from || strncmp(later->from, earlier->to, 10) <= 0;
}

static void say_shared(struct sms_breaches *out, fact_ref earlier, fact_ref later)
{
	bool is_later = later->judged;
	fact_ref fact = is_later ? later : earlier, other = is_later ? earlier : later;
	if (!fact->judged)
		return;
	sms_auto(buf) struct sms_buf finding = SMS_BUF_INIT;
	sms_buf_add_format(&finding, "%s%s'%s' has it too", fact->shown ? fact->shown : "",
			   fact->shown && *fact->shown ? " is taken; " : "", other->id);
	if (later->from && fact->invariant->from)
		sms_buf_add_format(&finding, " from %.10s on", later->from);
	add_breach(out, fact, other->id, sms_buf_text(&finding));
}

static void join_keys(const fact_ref *facts, size_t count, struct sms_breaches *out)
{
	fact_ref reach = NULL; /* of the group's so far, the one that lasts longest */
	for (size_t i = 0; i < count; i++) {
		bool is_new = !reach || strcmp(reach->invariant->id, facts[i]->invariant->id) != 0 ||
			      strcmp(reach->key, facts[i]->key) != 0;
		if (!is_new && strcmp(reach->id, facts[i]->id) != 0 && overlaps(reach, facts[i]))
			say_shared(out, reach, facts[i]);
		if (is_new || (reach->to && (!facts[i]->to || strcmp(facts[i]->to, reach->to) > 0)))
			reach = facts[i];
	}
}

/* --- target --- */

static char *target_key(fact_ref fact)
{
	return sms_format("%p %s", (const void *)fact->invariant, fact->key);
}

static void join_targets(const fact_ref *facts, size_t count, const fact_ref *unfit, size_t unfit_count,
			 struct sms_breaches *out)
{
	sms_auto(map) struct sms_map *wrong = sms_map_new(NULL);
	for (size_t i = 0; i < unfit_count; i++) {
		sms_auto(string) char *key = target_key(unfit[i]);
		sms_map_put(wrong, key, (void *)(uintptr_t)(unfit[i]->judged ? 2 : 1));
	}
	for (size_t i = 0; unfit_count && i < count; i++) {
		sms_auto(string) char *key = target_key(facts[i]);
		uintptr_t judged = (uintptr_t)sms_map_get(wrong, key);
		if (!judged || (!facts[i]->judged && judged == 1))
			continue;
		sms_auto(string) char *finding = sms_format("%s is '%s'", facts[i]->shown, facts[i]->key);
		add_breach(out, facts[i], facts[i]->key, finding);
	}
}

/* --- linked --- */

static void join_alone(const fact_ref *alone, size_t count, const fact_ref *reached, size_t reached_count,
		       struct sms_breaches *out)
{
	sms_auto(map) struct sms_map *known = sms_map_new(NULL);
	for (size_t i = 0; count && i < reached_count; i++) {
		sms_auto(string) char *key = sms_format("%s %s", reached[i]->invariant->id, reached[i]->key);
		sms_map_put(known, key, known);
	}
	for (size_t i = 0; i < count; i++) {
		sms_auto(string) char *key = sms_format("%s %s", alone[i]->invariant->id, alone[i]->key);
		if (alone[i]->judged && !sms_map_has(known, key))
			add_breach(out, alone[i], NULL, "no link leads from it or to it");
	}
}

/* --- acyclic --- */

struct graph {
	const fact_ref *edges; /* by record */
	size_t count;
	struct sms_map *first; /* id -> its first edge + 1 */
	size_t *next;          /* of a record's first edge: the edge to follow next */
	bool *is_open, *is_done;
	size_t *stack, depth; /* first edges of the records on the way */
	struct sms_breaches *out;
};

static fact_ref taken(const struct graph *graph, size_t place)
{
	return graph->edges[graph->next[graph->stack[place]] - 1];
}

/* The way from stack[from] leads back to it. Said of the judged record that comes first. */
static void say_loop(struct graph *graph, size_t from)
{
	fact_ref chosen = NULL;
	sms_auto(buf) struct sms_buf finding = SMS_BUF_INIT;
	for (size_t i = from; i < graph->depth; i++) {
		fact_ref edge = taken(graph, i);
		sms_buf_add_format(&finding, "%s → ", edge->id);
		if (edge->judged && (!chosen || strcmp(edge->id, chosen->id) < 0))
			chosen = edge;
	}
	sms_buf_add_format(&finding, "%s is a loop", graph->edges[graph->stack[from]]->id);
	if (chosen)
		add_breach(graph->out, chosen, chosen->key, sms_buf_text(&finding));
}

static void follow(struct graph *graph, size_t begin)
{
	graph->stack[graph->depth++] = begin;
	graph->is_open[begin] = true;
	while (graph->depth) {
		size_t top = graph->stack[graph->depth - 1], edge = graph->next[top];
		if (edge == graph->count || strcmp(graph->edges[edge]->id, graph->edges[top]->id) != 0) {
			graph->is_open[top] = false;
			graph->is_done[top] = true;
			graph->depth--;
			continue;
		}
		graph->next[top]++;
		size_t to = (size_t)(uintptr_t)sms_map_get(graph->first, graph->edges[edge]->key);
		if (!to || graph->is_done[to - 1])
			continue;
		if (!graph->is_open[to - 1]) {
			graph->is_open[to - 1] = true;
			graph->stack[graph->depth++] = to - 1;
			continue;
		}
		for (size_t from = 0; from < graph->depth; from++)
			if (graph->stack[from] == to - 1)
				say_loop(graph, from);
	}
}

/* Edges of one invariant. */
static void join_edges(const fact_ref *edges, size_t count, struct sms_breaches *out)
{
	sms_auto(map) struct sms_map *first = sms_map_new(NULL);
	struct graph graph = {.edges = edges,
			      .count = count,
			      .first = first,
			      .next = sms_alloc(count, sizeof *graph.next),
			      .is_open = sms_alloc(count, sizeof *graph.is_open),
			      .is_done = sms_alloc(count, sizeof *graph.is_done),
			      .stack = sms_alloc(count, sizeof *graph.stack),
			      .out = out};
	for (size_t i = 0; i < count; i++) {
		graph.next[i] = i;
		if (!sms_map_has(first, edges[i]->id))
			sms_map_put(first, edges[i]->id, (void *)(uintptr_t)(i + 1));
	}
	for (size_t i = 0; i < count; i++)
		if ((size_t)(uintptr_t)sms_map_get(first, edges[i]->id) == i + 1 && !graph.is_done[i])
			follow(&graph, i);
	free(graph.next);
	free(graph.is_open);
	free(graph.is_done);
	free(graph.stack);
}

void sms_facts_join(const struct sms_fact *const *facts, size_t count, struct sms_breaches *out)
{
	fact_ref *sorted = sms_alloc(count, sizeof(fact_ref));
	size_t end[SMS_FACT_REACHED + 2] = {0}; /* of each kind, in order */
	memcpy(sorted, facts, count * sizeof(fact_ref));
	qsort(sorted, count, sizeof(fact_ref), by_group);
	for (size_t i = 0; i < count; i++)
		end[sorted[i]->kind + 1]++;
	for (size_t kind = 1; kind < SMS_COUNT(end); kind++)
		end[kind] += end[kind - 1];
	join_keys(sorted, end[SMS_FACT_KEY + 1], out);
	for (size_t i = end[SMS_FACT_EDGE], next; i < end[SMS_FACT_EDGE + 1]; i = next) {
		for (next = i + 1; next < end[SMS_FACT_EDGE + 1]; next++)
			if (strcmp(sorted[next]->invariant->id, sorted[i]->invariant->id) != 0)
				break;
		join_edges(sorted + i, next - i, out);
	}
	join_targets(sorted + end[SMS_FACT_TARGET], end[SMS_FACT_TARGET + 1] - end[SMS_FACT_TARGET],
		     sorted + end[SMS_FACT_UNFIT], end[SMS_FACT_UNFIT + 1] - end[SMS_FACT_UNFIT], out);
	join_alone(sorted + end[SMS_FACT_ALONE], end[SMS_FACT_ALONE + 1] - end[SMS_FACT_ALONE],
		   sorted + end[SMS_FACT_REACHED], end[SMS_FACT_REACHED + 1] - end[SMS_FACT_REACHED], out);
	free(sorted);
}
