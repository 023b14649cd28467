/* Reading every record fast: in the order the bytes lie, on two threads with a repository handle each. See
 * sms_snapshot_scan in snapshot.h. */
#include "base/file.h"
#include "model/snapshot/private.h"
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define FEW 400          /* records below which a second thread costs more than it brings */
#define REPORT_EVERY 512 /* records */

struct scan {
	struct sms_snapshot *snapshot;
	const struct sms_entry *const *entries;
	const uint32_t *order; /* NULL: as listed */
	sms_scan_visit *visit;
	void *context;
	const struct sms_progress *progress;
	size_t total;
	atomic_size_t done;
	atomic_bool stop;
};

struct worker {
	struct scan *scan;
	const struct sms_repo *repo;
	unsigned thread;
	size_t from, to; /* places in the order */
	struct sms_error *error;
};

static struct sms_error *read_bytes(const struct worker *worker, const struct sms_entry *entry, struct sms_buf *out)
{
	if (worker->scan->snapshot->is_worktree)
		return sms_file_read_at(out, sms_repo_workdir_fd(worker->repo), entry->path, SMS_JSON_BYTES, NULL,
					NULL);
	return sms_repo_blob(worker->repo, &entry->oid, out);
}

static struct sms_error *visit_one(struct worker *worker, size_t index, struct sms_buf *bytes, struct sms_arena *arena)
{
	struct scan *scan = worker->scan;
	struct sms_scanned record = {.entry = scan->entries[index], .index = index};
	sms_auto(error) struct sms_error *unreadable = NULL;
	sms_arena_reset(arena);
	sms_buf_clear(bytes);
	if (record.entry->mode == SMS_MODE_FILE || record.entry->mode == 0100755) {
		SMS_TRY(read_bytes(worker, record.entry, bytes));
		unreadable =
			sms_json_parse_in(&record.json, arena, sms_buf_text(bytes), bytes->length, record.entry->path);
	} else {
		unreadable = sms_error(SMS_INPUT, "%s: not a regular file", record.entry->path);
	}
	record.error = unreadable;
	record.text = sms_buf_text(bytes);
	record.length = bytes->length;
	return scan->visit(scan->context, worker->thread, &record);
}

static void *work(void *p)
{
	struct worker *worker = p;
	struct scan *scan = worker->scan;
	sms_auto(buf) struct sms_buf bytes = SMS_BUF_INIT;
	sms_auto(arena) struct sms_arena *arena = sms_arena_new();
	for (size_t i = worker->from; i < worker->to && !worker->error && !atomic_load(&scan->stop); i++) {
		size_t done = atomic_fetch_add(&scan->done, 1);
		worker->error = visit_one(worker, scan->order ? scan->order[i] : i, &bytes, arena);
		if (worker->thread == 0 && done % REPORT_EVERY == 0)
			sms_progress(scan->progress, "reading records", done, scan->total);
	}
	if (worker->error)
		atomic_store(&scan->stop, true);
	return NULL;
}

static struct sms_error *run_two(struct scan *scan)
{
	pthread_t thread;
	sms_auto(repo) struct sms_repo *other = NULL;
	size_t middle = scan->total / 2;
	SMS_TRY(sms_repo_reopen(&other, scan->snapshot->repo));
	struct worker first = {.scan = scan, .repo = scan->snapshot->repo, .thread = 0, .to = middle};
	struct worker second = {.scan = scan, .repo = other, .thread = 1, .from = middle, .to = scan->total};
	if (pthread_create(&thread, NULL, work, &second)) { /* no second thread: one does both halves */
		second.thread = 0;
		work(&first);
		work(&second);
	} else {
		work(&first);
		pthread_join(thread, NULL);
	}
	if (!first.error)
		return second.error;
	sms_error_free(second.error);
	return first.error;
}

static struct sms_error *pack_order(struct scan *scan, uint32_t **out)
{
	if (scan->snapshot->is_worktree)
		return NULL;
	struct sms_oid *ids = sms_alloc(scan->total, sizeof *ids);
	*out = sms_alloc(scan->total, sizeof **out);
	for (size_t i = 0; i < scan->total; i++)
		ids[i] = scan->entries[scan->order ? scan->order[i] : i]->oid;
	struct sms_error *error = sms_repo_pack_order(scan->snapshot->repo, ids, scan->total, *out);
	free(ids);
	for (size_t i = 0; !error && scan->order && i < scan->total; i++)
		(*out)[i] = scan->order[(*out)[i]];
	scan->order = *out;
	return error;
}

static struct sms_error *scan_all(struct scan *scan)
{
	uint32_t *order = NULL;
	struct sms_error *error = scan->total > FEW ? pack_order(scan, &order) : NULL;
	if (!error && scan->total > FEW) {
		error = run_two(scan);
	} else if (!error) {
		struct worker only = {.scan = scan, .repo = scan->snapshot->repo, .to = scan->total};
		work(&only);
		error = only.error;
	}
	free(order);
	return error;
}

struct sms_error *sms_snapshot_scan(struct sms_snapshot *snapshot, const struct sms_type *type, sms_scan_visit *visit,
				    void *context, const struct sms_progress *progress)
{
	struct scan scan = {.snapshot = snapshot, .visit = visit, .context = context, .progress = progress};
	SMS_TRY(sms_snapshot_list(snapshot, type, &scan.entries, &scan.total));
	return scan_all(&scan);
}

struct sms_error *sms_snapshot_scan_some(struct sms_snapshot *snapshot, const struct sms_type *type,
					 const uint32_t *indexes, size_t count, sms_scan_visit *visit, void *context,
					 const struct sms_progress *progress)
{
	struct scan scan = {
		.snapshot = snapshot, .order = indexes, .visit = visit, .context = context, .progress = progress};
	SMS_TRY(sms_snapshot_list(snapshot, type, &scan.entries, &scan.total));
	scan.total = count;
	return scan_all(&scan);
}
