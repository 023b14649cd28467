/* What the files of validate.h share. */
#ifndef SMS_WORK_VALIDATE_PRIVATE_H
#define SMS_WORK_VALIDATE_PRIVATE_H

#include "base/arena.h"
#include "base/folder.h"
#include "model/schema_files.h"
#include "work/validate/validate.h"
#include <stdatomic.h>

/* A file to look at, and what came of it. */
struct input {
	char *path;
	bool walked; /* found below a folder: read through it, links refused */
	bool lines;  /* each line is a document */
	struct sms_finding_list findings;
	size_t documents, valid, unjudged, left_out;
};

/* One thread at work: memory that is used again for every document. */
struct judge {
	const struct sms_schema *schema;
	const struct sms_validate_options *options;
	struct sms_arena *arena;
	struct sms_buf text;
	struct sms_folder folder;
	const struct sms_progress *progress; /* of one thread; NULL for the other */
	atomic_size_t *found;                /* findings so far, of all threads */
	struct sms_validate_times times;
	int64_t clock; /* when the part that is being measured began */
};

/* A document: the whole of a file, or a line of it. */
struct document {
	struct input *input;
	const char *text;
	size_t length;
	unsigned line; /* of its file; 0: it is the whole */
};

/* --- document.c --- */

/* Counts the document, and adds what is wrong with it. */
struct sms_error *validate_document(struct judge *judge, const struct document *document) SMS_CHECKED;
/* One that cannot be judged for its size. */
void validate_oversized(struct judge *judge, const struct document *document, const char *message);
/* The work done since the last call was this. */
void validate_measure(struct judge *judge, int64_t *part);

/* --- lines.c --- */

/* Reads an input and looks at each of its lines; a line of nothing but space is passed over. */
struct sms_error *validate_lines(struct judge *judge, struct input *input) SMS_CHECKED;

/* --- inputs.c --- */

struct inputs {
	struct input *items;
	size_t count, capacity;
};
/* All files that the options name. Error INPUT for one that is not there. */
struct sms_error *validate_list_inputs(struct inputs *out, const struct sms_validate_options *options) SMS_CHECKED;
void validate_inputs_release(struct inputs *inputs);
SMS_AUTO_STRUCT(inputs, struct inputs, validate_inputs_release);

#endif
