/* An import map made ready: which columns are wanted and what becomes of them. The language is documented in
 * schemas/meta/map.json. */
#ifndef SMS_WORK_IMPORT_MAP_H
#define SMS_WORK_IMPORT_MAP_H

#include "model/record.h"
#include "work/import/table.h"

enum import_source_kind { IMPORT_COLUMN, IMPORT_TEMPLATE, IMPORT_CONSTANT, IMPORT_ENTERED };

enum import_piece_kind { IMPORT_PIECE_TEXT, IMPORT_PIECE_COLUMN, IMPORT_PIECE_OPEN, IMPORT_PIECE_CLOSE };

struct import_piece { /* of a template */
	enum import_piece_kind kind;
	char *text;
	size_t column;
};

struct import_source { /* one way to a value */
	enum import_source_kind kind;
	size_t column;
	const char *time, *separator; /* may be NULL */
	const sms_json *values;       /* may be NULL */
	const sms_json *missing;      /* may be NULL */
	const sms_json *constant;
	const sms_json *states; /* entered: a state or a list of them */
	bool first;             /* the first row, or the first time, not the last */
	struct import_piece *pieces;
	size_t piece_count, piece_capacity;
};

struct import_value {  /* the sources are tried in their order */
	bool earliest; /* all are, and the earliest of their instants counts */
	char *path;
	const struct sms_field *field; /* NULL: the type does not know it better */
	struct import_source *sources;
	size_t count;
	bool only_new; /* a constant of the type's own: never set in a record that is there */
};

struct import_list { /* a member that is a list of objects, made from the history of the rows */
	char *path;
	const char *value, *from, *to, *at, *by; /* names of the elements' members; may be NULL */
	struct sms_list order;                   /* of those */
	size_t column;                           /* of runs; IMPORT_NO_COLUMN for moves */
	const sms_json *values;
	const sms_json *moves_from, *moves_to;
};

struct import_watch {
	const char *name;
	size_t column;
};

struct import_state {     /* what a text of the states' column means */
	const char *name; /* NULL: the state stays as it was */
	bool known;
	bool shared; /* other texts mean the same state: the log notes which it was */
};

/* Placeholders of the skeleton: numbers below SLOT_FIELDS, then fields, then lists. */
enum import_slot {
	IMPORT_SLOT_ID,
	IMPORT_SLOT_TYPE,
	IMPORT_SLOT_STATE,
	IMPORT_SLOT_CREATED_AT,
	IMPORT_SLOT_CREATED_BY,
	IMPORT_SLOT_SYSTEM,
	IMPORT_SLOT_EXTERNAL_ID,
	IMPORT_SLOT_LOG,
	IMPORT_SLOT_FIELDS
};

struct import_plan {
	char *name; /* of the map, for errors */
	struct sms_buf text;
	sms_json *document;
	const struct sms_type *type;
	const char *system, *kind, *quiet; /* quiet may be NULL */
	size_t key;
	bool group;
	struct import_value at, by, created_at, created_by; /* without sources where not given */
	struct import_value *fields;
	size_t field_count, field_capacity;
	struct import_list *lists;
	size_t list_count;
	struct import_watch *watches;
	size_t watch_count;
	size_t state_column; /* IMPORT_NO_COLUMN: none */
	const sms_json *state_values;
	struct import_state *states; /* by number of the cell; made once the table is read */
	sms_json *skeleton;          /* a record in the type's order, with placeholders */
	struct sms_list log_order;   /* of the members of a log entry */
	size_t id_field;             /* IMPORT_NO_COLUMN: ids are made */
	bool has_links, has_derived; /* what needs a look at other records or at the settings */
};

/* The built-in map of a name, or the file at a path; checked against its schema and the type. Wants its columns of
 * `table`, and sets how that is to be read. */
struct sms_error *import_plan_load(struct import_plan *out, const char *map, const struct sms_type *type,
				   struct import_table *table) SMS_CHECKED;
void import_plan_release(struct import_plan *plan);
SMS_AUTO_STRUCT(import_plan, struct import_plan, import_plan_release);
/* Looks up every text of the states' column, once the table is read. */
void import_plan_read_states(struct import_plan *plan, const struct import_table *table);
/* Error INPUT with place in the map. `pointer` is a JSON Pointer. */
struct sms_error *import_map_error(const struct import_plan *plan, const char *pointer, const char *format, ...)
	SMS_PRINTF(3, 4) SMS_CHECKED;
/* Is it a member of an object that its schema leaves open? It is no field of the type then, and good all the same. */
bool import_is_open(const struct sms_type *type, const char *path);
/* Hints with the maps there are for a type. */
struct sms_error *import_hint_maps(struct sms_error *error, const struct sms_type *type) SMS_CHECKED;

/* --- Values. --- */

/* Reads a value of the map, which stands at `pointer`. */
struct sms_error *import_value_read(struct import_value *out, const struct import_plan *plan,
				    struct import_table *table, const sms_json *json, const char *pointer) SMS_CHECKED;
void import_value_release(struct import_value *value);

struct import_move {
	size_t row; /* place in the group */
	const char *from, *to;
};

/* The rows of one record, in the order of time. */
struct import_group {
	const struct import_plan *plan;
	const struct import_table *table;
	const struct sms_actor *actor; /* who imports */
	uint32_t *rows;
	sms_time *at; /* of each row; SMS_TIME_NONE where the map gives none */
	size_t count, capacity;
	const char *state; /* behind the last row */
	struct import_move *moves;
	size_t move_count, move_capacity;
	struct sms_buf scratch; /* kept from record to record */
};

/* The value, NULL where no source has one; of the `row` in the group (by place), or of the row that the sources say
 * where it is IMPORT_NO_ROW. */
#define IMPORT_NO_ROW SIZE_MAX
struct sms_error *import_value_make(sms_json **out, const struct import_value *value, const struct import_group *group,
				    size_t row) SMS_CHECKED;
/* The same as an instant. */
struct sms_error *import_value_time(sms_time *out, const struct import_value *value, const struct import_group *group,
				    size_t row) SMS_CHECKED;

#endif
