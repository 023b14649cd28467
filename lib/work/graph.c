/* Records around a record: see graph.h. */
#include "work/graph.h"
#include "model/link/index.h"
#include "model/link/links.h"
#include <string.h>

enum {
	MOST_NODES = 1000, /* of a graph */
	MOST_BACK = 25     /* records of one type that point to one by the same relation */
};

struct walk {
	struct sms_graph *graph;
	struct sms_store *store;
	const struct sms_graph_question *question;
	struct sms_link_index *index;
	struct sms_map *places; /* id -> place + 1 */
	struct sms_map *edges;  /* "FROM TO relation" */
	size_t at;              /* the node whose links are followed */
};

void sms_graph_release(struct sms_graph *graph)
{
	for (size_t i = 0; i < graph->node_count; i++) {
		free(graph->nodes[i].id);
		free(graph->nodes[i].title);
		free(graph->nodes[i].state);
	}
	for (size_t i = 0; i < graph->edge_count; i++)
		free(graph->edges[i].relation);
	free(graph->nodes);
	free(graph->edges);
	*graph = (struct sms_graph){0};
}

static bool is_wanted(const struct walk *walk, const struct sms_type *type)
{
	const struct sms_list *types = walk->question->types;
	if (types && types->count)
		return type && sms_list_contains(types, type->name);
	return !type || type->kind != SMS_KIND_EVENT;
}

/* The node of a record that can be read; of others, what is known of them. */
static void fill(struct sms_graph_node *node, struct sms_store *store)
{
	const struct sms_entry *entry = NULL;
	sms_auto(record) struct sms_record *record = NULL;
	struct sms_error *error = sms_snapshot_find(store->snapshot, node->id, &entry);
	if (!error && entry)
		error = sms_record_read(&record, store->snapshot, entry);
	sms_error_free(error);
	node->missing = !record;
	node->title = sms_strdup(record ? sms_record_title(record) : "");
	node->state = sms_strdup(record ? sms_record_state(record) : "");
}

/* Place of the node, which is made when it is not there yet; false where it is not wanted, or there are too many. */
static bool place_of(struct walk *walk, const char *id, size_t depth, size_t *out)
{
	struct sms_graph *graph = walk->graph;
	uintptr_t known = (uintptr_t)sms_map_get(walk->places, id);
	*out = known - 1;
	if (known)
		return true;
	const struct sms_type *type = sms_types_of_id(walk->store->types, id);
	if (graph->node_count && !is_wanted(walk, type))
		return false;
	if (graph->node_count == MOST_NODES) {
		graph->cut = true;
		return false;
	}
	struct sms_graph_node node = {.id = sms_strdup(id), .type = type, .depth = depth};
	fill(&node, walk->store);
	sms_grow(graph->nodes, graph->node_count, graph->node_capacity);
	*out = graph->node_count;
	graph->nodes[graph->node_count++] = node;
	sms_map_put(walk->places, id, (void *)(uintptr_t)graph->node_count);
	return true;
}

static void add_edge(struct walk *walk, size_t from, size_t to, const char *relation)
{
	struct sms_graph *graph = walk->graph;
	sms_auto(string) char *key = sms_format("%zu %zu %s", from, to, relation);
	if (sms_map_has(walk->edges, key))
		return;
	sms_map_put(walk->edges, key, walk);
	sms_grow(graph->edges, graph->edge_count, graph->edge_capacity);
	graph->edges[graph->edge_count++] = (struct sms_graph_edge){from, to, sms_strdup(relation)};
}

/* A relation that says of what kind it is, by the kind; a list of such by the list's name. */
static char *relation_of(const char *path, const char *kind)
{
	size_t length = strlen(path);
	if (kind)
		return sms_strdup(kind);
	if (length > 3 && !strcmp(path + length - 3, ".to"))
		length -= 3;
	return sms_copy(path, length);
}

static struct sms_error *visit_link(void *context, const struct sms_link *link)
{
	struct walk *walk = context;
	size_t depth = walk->graph->nodes[walk->at].depth + 1, to;
	sms_auto(string) char *relation = relation_of(link->relation, link->kind);
	if (place_of(walk, link->to, depth, &to))
		add_edge(walk, walk->at, to, relation);
	return NULL;
}

static struct sms_error *read_record(struct sms_store *store, const char *id, struct sms_record **out)
{
	const struct sms_entry *entry = NULL;
	SMS_TRY(sms_snapshot_find(store->snapshot, id, &entry));
	return entry ? sms_record_read(out, store->snapshot, entry) : NULL;
}

static struct sms_error *follow_out(struct walk *walk)
{
	sms_auto(record) struct sms_record *record = NULL;
	SMS_TRY(read_record(walk->store, walk->graph->nodes[walk->at].id, &record));
	return record ? sms_links_each(record->type, record->json, visit_link, walk) : NULL;
}

struct back {
	struct walk *walk;
	const char *to;
	const char *path; /* of the member, or `rel` */
	bool listed;
	size_t from, at;
};

/* The index knows the member; the record knows of what kind its relation is. */
static struct sms_error *visit_back(void *context, const struct sms_link *link)
{
	struct back *back = context;
	if (strcmp(link->to, back->to) != 0 || strcmp(link->relation, back->path) != 0 ||
	    back->listed != !strcmp(link->path, "links"))
		return NULL;
	sms_auto(string) char *relation = relation_of(link->relation, link->kind);
	add_edge(back->walk, back->from, back->at, relation);
	return NULL;
}

static struct sms_error *follow_group(struct walk *walk, const struct sms_backlinks *group)
{
	const struct sms_type *type = sms_types_get(walk->store->types, group->type);
	size_t at = walk->at;
	if (!is_wanted(walk, type) && strcmp(group->from.items[0], walk->question->id) != 0)
		return NULL;
	walk->graph->nodes[at].more += group->count - group->from.count;
	for (size_t i = 0; i < group->from.count; i++) {
		struct back back = {walk, walk->graph->nodes[at].id, group->relation, group->listed, 0, at};
		sms_auto(record) struct sms_record *record = NULL;
		if (!place_of(walk, group->from.items[i], walk->graph->nodes[at].depth + 1, &back.from))
			continue;
		back.to = walk->graph->nodes[at].id;
		SMS_TRY(read_record(walk->store, group->from.items[i], &record));
		if (record)
			SMS_TRY(sms_links_each(record->type, record->json, visit_back, &back));
	}
	return NULL;
}

static struct sms_error *follow_back(struct walk *walk)
{
	sms_auto(backlinks) struct sms_backlinks_list groups = {0};
	sms_link_index_find(&groups, walk->index, walk->graph->nodes[walk->at].id, MOST_BACK);
	for (size_t i = 0; i < groups.count; i++)
		SMS_TRY(follow_group(walk, &groups.items[i]));
	return NULL;
}

static bool is_walked_through(const struct walk *walk)
{
	const struct sms_graph_node *node = &walk->graph->nodes[walk->at];
	if (node->missing || node->depth >= walk->question->depth)
		return false;
	return walk->at == 0 || !node->type || !sms_json_get(node->type->about, "people");
}

struct sms_error *sms_graph_make(struct sms_graph *out, struct sms_store *store,
				 const struct sms_graph_question *question, const struct sms_progress *progress)
{
	sms_auto(map) struct sms_map *places = sms_map_new(NULL), *edges = sms_map_new(NULL);
	sms_auto(link_index) struct sms_link_index *index = NULL;
	struct walk walk = {.graph = out, .store = store, .question = question, .places = places, .edges = edges};
	size_t first;
	if (question->direction & SMS_GRAPH_IN)
		SMS_TRY(sms_link_index_open(&index, store, true, progress));
	walk.index = index;
	place_of(&walk, question->id, 0, &first);
	for (; walk.at < out->node_count; walk.at++) {
		if (!is_walked_through(&walk))
			continue;
		if (question->direction & SMS_GRAPH_OUT)
			SMS_TRY(follow_out(&walk));
		if (question->direction & SMS_GRAPH_IN)
			SMS_TRY(follow_back(&walk));
	}
	return NULL;
}
