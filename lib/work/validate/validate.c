/* Documents against a schema, on two threads: see validate.h. */
#include "work/validate/validate.h"
#include "base/file.h"
#include "work/validate/private.h"
#include <pthread.h>
#include <string.h>

#define FEW 64    /* files below which a second thread costs more than it brings */
#define A_TURN 32 /* files that a thread takes at once: neighbours, mostly of one folder */
#define THREADS 2

struct work {
	struct inputs inputs;
	const struct sms_schema *schema;
	const struct sms_validate_options *options;
	atomic_size_t next, found;
	atomic_bool stop;
};

struct worker {
	struct work *work;
	struct judge judge;
	struct sms_error *error;
};

static struct sms_error *look_at(struct judge *judge, struct input *input)
{
	struct document document = {.input = input};
	if (input->lines)
		return validate_lines(judge, input);
	struct sms_error *error = input->walked
					  ? sms_folder_read(&judge->folder, &judge->text, input->path, SMS_JSON_BYTES)
					  : sms_file_read(&judge->text, input->path, SMS_JSON_BYTES);
	validate_measure(judge, &judge->times.reading);
	if (error) {
		struct stat status;
		bool too_large = stat(input->path, &status) == 0 && status.st_size > SMS_JSON_BYTES;
		if (!too_large)
			return error;
		validate_oversized(judge, &document, sms_error_message(error));
		sms_error_free(error);
		return NULL;
	}
	document.text = sms_buf_text(&judge->text);
	document.length = judge->text.length;
	return validate_document(judge, &document);
}

static void *run_worker(void *p)
{
	struct worker *worker = p;
	struct work *work = worker->work;
	validate_measure(&worker->judge, NULL);
	while (!worker->error && !atomic_load(&work->stop)) {
		size_t from = atomic_fetch_add(&work->next, A_TURN), to = from + A_TURN;
		if (from >= work->inputs.count)
			break;
		to = to < work->inputs.count ? to : work->inputs.count;
		for (size_t i = from; i < to && !worker->error; i++)
			worker->error = look_at(&worker->judge, &work->inputs.items[i]);
		sms_progress(worker->judge.progress, "checking files", to, work->inputs.count);
	}
	if (worker->error)
		atomic_store(&work->stop, true);
	return NULL;
}

static void add_times(struct sms_validate_times *into, const struct sms_validate_times *more)
{
	into->reading += more->reading;
	into->parsing += more->parsing;
	into->judging += more->judging;
}

/* Basic output is given in the order of documents, and so by one thread. */
static struct sms_error *run_workers(struct work *work, struct sms_validation *out)
{
	struct worker workers[THREADS];
	pthread_t threads[THREADS];
	size_t count = work->inputs.count > FEW && !work->options->basic ? THREADS : 1, started = 1;
	struct sms_error *error = NULL;
	for (size_t i = 0; i < count; i++) {
		struct judge judge = {.schema = work->schema,
				      .options = work->options,
				      .progress = i ? NULL : work->options->progress,
				      .found = &work->found,
				      .arena = sms_arena_new()};
		workers[i] = (struct worker){.work = work, .judge = judge};
	}
	while (started < count && !pthread_create(&threads[started], NULL, run_worker, &workers[started]))
		started++;
	run_worker(&workers[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(threads[i], NULL);
	for (size_t i = 0; i < count; i++) {
		if (error)
			sms_error_free(workers[i].error);
		else
			error = workers[i].error;
		add_times(&out->times, &workers[i].judge.times);
		sms_arena_free(workers[i].judge.arena);
		sms_buf_release(&workers[i].judge.text);
		sms_folder_release(&workers[i].judge.folder);
	}
	return error;
}

static void gather(struct sms_validation *out, struct inputs *inputs)
{
	for (size_t i = 0; i < inputs->count; i++) {
		struct input *input = &inputs->items[i];
		sms_list_adopt(&out->files, sms_move(&input->path));
		out->documents += input->documents;
		out->valid += input->valid;
		out->unjudged += input->unjudged;
		out->left_out += input->left_out;
		sms_finding_join(&out->findings, &input->findings);
	}
}

struct sms_error *sms_validate(struct sms_validation *out, const struct sms_validate_options *options)
{
	sms_auto(schema_files) struct sms_schema_files *files = NULL;
	struct work work = {.options = options};
	const struct sms_schema_files_options which = {options->resources, options->assert_format};
	SMS_TRY(sms_schema_files_open(&files, options->schema, &which));
	work.schema = sms_schema_files_get(files);
	struct sms_error *error = validate_list_inputs(&work.inputs, options);
	if (!error)
		error = run_workers(&work, out);
	sms_progress(options->progress, "checking files", work.inputs.count, work.inputs.count);
	if (!error)
		gather(out, &work.inputs);
	validate_inputs_release(&work.inputs);
	return error;
}

void sms_validation_release(struct sms_validation *validation)
{
	sms_finding_list_release(&validation->findings);
	sms_list_release(&validation->files);
}
