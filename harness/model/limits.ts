// Every bound of the harness, in one place: named, with its unit, and with the reason for its size.

/** Steps one case may take before its verdict is `limit`. The longest clean scenario takes a few hundred. */
export const CASE_STEP_LIMIT = 20_000;

/** Virtual milliseconds the scenario of one case may last (1 hour): longer than any idle timeout of undici (300 s). */
export const CASE_VIRTUAL_LIMIT_MS = 3_600_000;

/**
 * Virtual milliseconds between the end of a case and the look at what is still open. Shorter than undici's keep-alive
 * timeout (4 s) on purpose: a socket that only goes because an idle timeout took it was leaked by its owner.
 */
export const DRAIN_MS = 2_000;

/** Virtual milliseconds in which leftovers of a case may end by themselves before they are taken out by force. */
export const CLEANUP_LIMIT_MS = 1_000_000;

/** Steps that the same cleanup may take; a client that spins is cut off here. */
export const CLEANUP_STEP_LIMIT = 5_000;

/** Virtual milliseconds within which a cancelled call has to settle, delays injected into the case not counted. */
export const PROMPT_CANCEL_MS = 1_000;

/** Bytes one read of a socket delivers at most: libuv's read buffer. */
export const READ_CHUNK_BYTES = 65_536;

/** Reads that libuv makes from one socket before it looks at the next. */
export const READS_PER_POLL = 32;

/** Bytes under way in one direction before a writer has to wait: the order of a Linux loopback socket's buffers. */
export const LINK_WINDOW_BYTES = 262_144;

/** Entries of one case that Node keeps of its fetches: more than one makes. */
export const FETCH_TIMINGS_MAX = 1_000_000;

/** Microtask turns after an event at which actions are injected at most. */
export const INJECTION_TURNS_MAX = 12;

/** Microtask turns of an event that are measured at most. */
export const METERED_TURNS_MAX = 64;
/**
 * Microtask turns of one step in which exhaustive exploration injects at most: the longest step of a clean scenario has about
 * twenty. A step that has more is told of in the certificate.
 */
export const EXHAUSTIVE_TURNS_MAX = 200;

/** Other events that exhaustive exploration holds one event back for at most; where more would pass, the certificate says so. */
export const EXHAUSTIVE_PASSES_MAX = 50;

/** Random ways down the tree by which its size is estimated before it is walked: each costs as many runs as the tree is deep. */
export const EXHAUSTIVE_PROBES = 100;

/** Different traces that are counted; of more it is only said that there are so many at least. */
export const EXHAUSTIVE_TRACES_MAX = 1_000_000;

/** Elements that `--bound` may ask for: nobody waits for a tree that is deeper. */
export const EXHAUSTIVE_BOUND_MAX = 12;

/** Virtual start time of every case: Date.now() of its first moment (2026-04-13T20:19:00Z). */
export const CASE_EPOCH_MS = Date.UTC(2026, 3, 13, 20, 19, 0);

/** Candidate runs one shrink may take. */
export const SHRINK_RUN_LIMIT = 600;

/** The same where a scenario draws programs: there are many causes to be told apart, and most of a program goes at once. */
export const PROGRAM_SHRINK_RUN_LIMIT = 120;

/** Steps that the candidates of one shrink may take together, and where programs are drawn: some make a client that spins. */
export const SHRINK_STEP_LIMIT = 1_000_000;
export const PROGRAM_SHRINK_STEP_LIMIT = 100_000;

/** Causes of one fingerprint that are told apart where a scenario draws programs. */
export const PROGRAM_CAUSES_MAX = 24;

/** Characters that are kept of the message of an error, and of a remark: a client may quote a whole body. */
export const MESSAGE_CHARS = 2_000;

/** Characters that are kept of the name and the code of an error: a client may give it any. */
export const ERROR_CODE_CHARS = 100;

/** Characters that a cell of an interleaving has for one thing that happened, and for all of a step. */
export const CELL_EVENT_CHARS = 200;
export const CELL_CHARS = 1_000;

/** Characters that are shown of what a process wrote before it died. */
export const LAST_WORDS_CHARS = 400;

/**
 * Real milliseconds a run waits for work of other threads, or for Node's own activity when nothing else is left to happen,
 * before it ends without a verdict. The slowest honest work, a large RSA key, takes a few seconds.
 */
export const REAL_WORK_LIMIT_MS = 10_000;

/** Different escapes that one worker tells of. */
export const ESCAPES_TOLD_MAX = 100;

/** Escapes of a kind that a report for the terminal shows. */
export const ESCAPES_SHOWN = 5;

/** Stacks of one detailed run of which it is kept in which step they were taken; of more it is not known. */
export const STACKS_DATED_MAX = 5_000;

/** Stack frames kept per place. */
export const FRAME_LIMIT = 12;

/** Cases of a variant that a worker of its own is worth: below that it would mostly shrink what others shrink as well. */
export const PIECE_CASES_MIN = 500;

/** Kept cases of a variant that are tried before its new cases. */
export const CORPUS_TRIED_MAX = 200;

/** Neighbours of a kept case that are tried when its sources or versions have changed. */
export const CORPUS_NEIGHBOURS = 20;

/** Cases a worker runs before it reports to the parent. */
export const WORKER_BATCH_CASES = 100;

/** Milliseconds of processor time that one run may take before its client counts as spinning; most take 1 to 3. */
export const WORKER_SPIN_LIMIT_CPU_MS = 10_000;

/** Milliseconds in which a run may neither end nor use its processor before its client counts as blocked. */
export const WORKER_SILENCE_LIMIT_MS = 60_000;

/** Megabytes of JavaScript heap that a worker may have: ten times what the largest scenario needs. */
export const WORKER_HEAP_LIMIT_MB = 768;

/** Megabytes that a worker's whole process may have, buffers included. */
export const WORKER_MEMORY_LIMIT_MB = 1_536;

/** Megabytes that must be reachable between two cases before a worker is replaced and its client called leaky. */
export const WORKER_LEAK_LIMIT_MB = 256;

/** Deaths of worker processes in a row, without one case between them that lived, after which a variant is given up. */
export const DEATHS_IN_A_ROW_MAX = 20;

/** Candidate runs that shrinking a case may take when each costs a process. */
export const DEATH_SHRINK_RUN_LIMIT = 16;

/** Cases that the second process of an audit runs before another takes its place. */
export const AUDIT_CHUNK_CASES = 2_000;

/** Divergences of one stretch of cases that are described; a world that leaks leaks everywhere. */
export const DIVERGENCES_KEPT = 5;

/** Share of a variant's cases that may end without a verdict before the variant counts as inconclusive. */
export const NO_VERDICT_SHARE_MAX = 0.01;

/** Findings that a report for the terminal shows in full; of the others it has one line each. */
export const FINDINGS_IN_FULL = 5;

/** Kept cases that a report tells of one by one; the others it counts. */
export const CORPUS_SHOWN = 10;

/** Rows of an interleaving table before the violation, and after it, that a report for the terminal shows. */
export const ROWS_BEFORE_VIOLATION = 30;
export const ROWS_AFTER_VIOLATION = 5;

/**
 * Steps that all runs of one `explain` may take together, each run counted as EXPLAIN_RUN_STEPS more for what it costs
 * besides. Of what it is for, so much at most: single changes, and random continuations.
 */
export const EXPLAIN_STEP_BUDGET = 60_000;
export const EXPLAIN_RUN_STEPS = 20;
export const EXPLAIN_CHANGES_SHARE = 0.4;
export const EXPLAIN_CURVE_SHARE = 0.5;

/** Parts of a case that are each left out once: of a large program, the first. */
export const EXPLAIN_PARTS_MAX = 60;

/** Moments in each direction to which an action or a fault is moved, as long as the case goes on failing. */
export const EXPLAIN_MOVES_MAX = 100;

/** Random continuations behind one step; where runs are long, fewer steps are looked at first, and then fewer continuations. */
export const CONTINUATIONS = 20;
export const CONTINUATIONS_MIN = 5;

/** Steps whose continuations are looked at before the curve is refined, and at most. */
export const CURVE_POINTS_FIRST = 11;
export const CURVE_POINTS_MAX = 60;

/** Difference of two neighbouring shares that is worth a look between them: less is what chance makes of so few continuations. */
export const CURVE_JUMP_MIN = 0.3;

/** Other decisions that make a case pass which are told of besides the nearest. */
export const PASSING_CHANGES_TOLD = 4;

/** Rows of two runs that are shown side by side: before they part, and from there on. */
export const ROWS_BEFORE_PARTING = 3;
export const ROWS_AFTER_PARTING = 18;

/** Rows of the passing run that are shown beyond those of the failing one. */
export const PASSING_ROWS_MORE = 4;

/** Rows of a causal cone that are kept: those that are nearest to the violation. */
export const CONE_ROWS_MAX = 60;

/** Processes that may die of a case that differs from the one that is explained, before explaining is given up. */
export const EXPLAIN_DEATHS_MAX = 3;

/** Cases that are tried, each in a process of its own, to explain one that takes its process down. */
export const EXPLAIN_DEATH_RUNS = 12;

/** Rows that say the same, one behind the other, up to which each is shown. */
export const ROWS_ALIKE = 3;

/** Frames of a place that a report for the terminal shows. */
export const FRAMES_SHOWN = 4;

/** Real milliseconds between two progress lines where progress is not rewritten in place. */
export const PROGRESS_INTERVAL_MS = 10_000;

/**
 * Real milliseconds within which a second interrupt is the same press of Ctrl-C: the terminal signals npm and closecall,
 * and npm passes its own on.
 */
export const SAME_INTERRUPT_MS = 500;

/** Real milliseconds that npm may take to install one package under test. */
export const NPM_LIMIT_MS = 300_000;

/** Real milliseconds that loading such a package may take before it counts as one that does not load. */
export const LOAD_CHECK_LIMIT_MS = 30_000;
/** Real milliseconds within which real sockets have to show a step of a case: many times what a loaded machine takes. */
export const LOOPBACK_STEP_LIMIT_MS = 5_000;

/** Real milliseconds that a process has to exit by itself after its run on real sockets. */
export const LOOPBACK_EXIT_LIMIT_MS = 1_000;

/** Real milliseconds that one try on real sockets may take, with its process: a case that spins is cut off here. */
export const LOOPBACK_TRY_LIMIT_MS = 60_000;

/** Tries that an ejected script gets before it is written, unless another number is asked for. */
export const EJECT_TRIES = 20;

/** Real milliseconds after which an ejected script takes a call that is still pending for one that hangs. */
export const EJECT_PENDING_MS = 5_000;

/** Real milliseconds that an ejected script may take beyond what its case takes in virtual time. */
export const EJECT_LIMIT_MS = 15_000;

/** Tries of an ejected script that run at the same time. */
export const EJECT_TRIES_AT_ONCE = 2;

/** Real milliseconds after which a try of an ejected script is ended: beyond what the script allows itself. */
export const EJECT_TRY_LIMIT_MS = 120_000;

/** Real milliseconds that a case may take in an ejected script: nobody waits longer for a bug report to run. */
export const EJECT_CASE_LIMIT_MS = 60_000;

/** Tries on real sockets that a finding gets unless another number is asked for. */
export const LOOPBACK_TRIES = 10;

/** Stack frames, Node's and ours counted, that are kept of where a thing was made that may hold a process. */
export const FRAMES_OF_HOLDERS = 40;

/**
 * Major and minor version of the oldest Node.js that clients run on: the first of the major whose hooks of module loading
 * the worker stands on (`module.register`, `--import`) and which can be told to keep warnings to itself.
 */
export const NODE_FIRST: readonly [major: number, minor: number] = [20, 11];

/** Steps of a run that a timeline shows, and how many of them come behind the violation where it cannot show all. */
export const TIMELINE_STEPS_MAX = 1_000;
export const TIMELINE_STEPS_AFTER = 50;

/** Lines of source before and after a place that reports show, and columns of each. */
export const EXCERPT_LINES_AROUND = 3;
export const EXCERPT_COLUMNS = 200;

/** Characters of a text in a report for people; the whole is in the JSON report. */
export const PRINTED_TEXT_CHARS = 4_000;

/** Characters of the message of a finding where it is one line: of a test in JUnit XML, or above its details in Markdown. */
export const MESSAGE_LINE_CHARS = 500;

/** Characters of what there is to say of such a test: a table of 40 rows takes about 6,000. */
export const JUNIT_BODY_CHARS = 20_000;

/** Annotations of a level that GitHub shows for a step; it drops the others without a word. */
export const GITHUB_ANNOTATIONS_MAX = 10;

/** Characters of the message of an annotation: the runner of GitHub cuts at 4,096. */
export const GITHUB_MESSAGE_CHARS = 4_000;

/** Characters of the title of an annotation, which has one line. */
export const GITHUB_TITLE_CHARS = 200;

/** Bytes of the Markdown report: GitHub refuses the summary of a step that is larger than 1 MiB, whole. */
export const MARKDOWN_REPORT_BYTES = 1_000_000;

/** Characters of a code in a cell of the Markdown matrix; codes are words, unless a client makes up its own. */
export const MATRIX_CODE_CHARS = 100;

/** Findings of the baseline that are gone which a report tells of one by one; the others it counts. */
export const GONE_SHOWN = 20;

/** Bytes of an HTML report: what opens at once everywhere. Beyond it timelines are left out, the least important first. */
export const HTML_REPORT_BYTES_MAX = 500_000;

/** Findings that an HTML report shows, and characters of any text in it. */
export const HTML_FINDINGS_MAX = 300;
export const HTML_TEXT_CHARS_MAX = 2_000;

/** Findings that a Chrome trace has: each is a process in it, and nobody looks at more. Characters of any text in it. */
export const CHROME_TRACE_FINDINGS_MAX = 100;
export const CHROME_TRACE_TEXT_CHARS_MAX = 500;

/** Findings of a run that are explained where no number is given: those that a person looks at. */
export const EXPLAINED = 5;
