/* Records and the links between them, around one record: what it rests on, what rests on it. Not for drawing.
 *
 * Links are followed in both directions from the record, a step at a time. Events are left out unless they are asked
 * for, since they come by thousands; people and roles are shown, but not walked through, for nearly everything has an
 * owner. Of many records that point to one by the same relation some are taken, and the others are counted. */
#ifndef SMS_WORK_GRAPH_H
#define SMS_WORK_GRAPH_H

#include "base/progress.h"
#include "model/store.h"

enum sms_graph_direction {
	SMS_GRAPH_OUT = 1, /* what a record points to */
	SMS_GRAPH_IN = 2,  /* what points to it */
	SMS_GRAPH_BOTH = 3
};

struct sms_graph_question {
	const char *id; /* a full id */
	size_t depth;   /* steps */
	enum sms_graph_direction direction;
	const struct sms_list *types; /* only records of these (names), beside the first; none: all but events */
};

struct sms_graph_node {
	char *id;
	const struct sms_type *type;
	char *title, *state; /* "" where there is none */
	size_t depth;        /* steps from the first */
	bool missing;        /* something points to it, and it is not there */
	size_t more;         /* records that point to it and were left out, being many */
};
struct sms_graph_edge {
	size_t from, to; /* places of nodes */
	char *relation;
};
struct sms_graph {
	struct sms_graph_node *nodes; /* the first is the one asked for; by depth */
	size_t node_count, node_capacity;
	struct sms_graph_edge *edges;
	size_t edge_count, edge_capacity;
	bool cut; /* there was more than is of use in a picture */
};

/* `out` is zeroed before. What points to records is that of the last commit. */
struct sms_error *sms_graph_make(struct sms_graph *out, struct sms_store *store,
				 const struct sms_graph_question *question,
				 const struct sms_progress *progress) SMS_CHECKED;
void sms_graph_release(struct sms_graph *graph);
SMS_AUTO_STRUCT(graph, struct sms_graph, sms_graph_release);

#endif
