// What runs came to, as lists of them need it: one line, one JSON object, one JUnit test case a
// story. Plain data, small enough to keep for thousands of runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/time.hpp"

namespace reports {

/// An oracle's violation in names. Times are from t = 0.
struct ViolationResult {
    std::string oracle;
    std::string database;  ///< empty: not about one
    std::string proxy;
    engine::Duration since{};
    engine::Duration at{};
    std::optional<engine::Duration> ended;
    bool expected = false;
    bool waived = false;
};

/// An expectation that was not met.
struct UnmetResult {
    std::string what;
    std::string step;        ///< its name; empty: of the whole run
    std::uint32_t line = 0;  ///< of the step in the file; 0: unknown
    engine::Duration at{};
};

/// How long clients of one kind went without a success after a fault, at worst.
struct RecoveryTime {
    bool measured = false;                 ///< a load of that kind ran
    std::optional<engine::Duration> span;  ///< none: to the end of the run
    struct Part {
        std::string_view phase;
        engine::Duration span{};
    };
    std::vector<Part> parts;
};

/// Acknowledged commits that are gone in the end, by what they were promised.
struct RecoveryPoint {
    bool measured = false;
    std::uint64_t none = 0;
    std::uint64_t local = 0;
    std::uint64_t replicated = 0;
    std::uint64_t bytes = 0;
    std::optional<engine::Duration> span;  ///< oldest acknowledgement to fault
};

/// One run.
struct RunResult {
    std::uint64_t seed = 0;
    int exit_code = 0;
    std::string verdict;  ///< verdict_line, or what kept it from running
    std::uint64_t fingerprint = 0;
    std::uint64_t events = 0;
    engine::Duration simulated{};  ///< from t = 0 to its end
    std::vector<ViolationResult> violations;
    std::vector<UnmetResult> unmet;
    std::vector<bool> sometimes;  ///< of each of the file's [[sometimes]]: whether it was seen
    RecoveryTime write_time;
    RecoveryTime read_time;
    RecoveryPoint point;
    std::string details;  ///< tell_verdict as plain text, where the exit code is not 0
};

/// What must happen in a share of the runs, and in how many it did.
struct SometimesResult {
    std::string condition;
    std::int64_t share_millionths = 0;  ///< at least so many, and at least one run
    std::uint64_t seen = 0;
};

/// Seeds that came to the same end, in rising order.
struct SeedGroup {
    std::string verdict;
    int exit_code = 0;
    std::vector<std::uint64_t> seeds;
};

/// A mistake in a file.
struct FileProblem {
    std::string file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::string message;
    std::string help;
};

/// One story, or one of its variants, under one seed or many.
struct StoryResult {
    std::string path;
    std::string variant;
    std::string title;
    std::string logic;
    std::string dialect;
    int exit_code = 0;              ///< the worst of its runs
    std::vector<SeedGroup> groups;  ///< the most frequent first
    std::vector<SometimesResult> sometimes;
    RunResult shown;                    ///< the first run with the worst exit code
    std::vector<FileProblem> problems;  ///< then nothing was run
    std::string problems_text;          ///< the same as compilers print it
    std::size_t planned_runs = 1;       ///< more than runs(): somebody interrupted
    engine::Duration took{};            ///< of this machine's time, all its runs together

    /// "scenarios/stale_down.toml [proxies_cut_apart]"
    [[nodiscard]] std::string name() const;
    [[nodiscard]] std::size_t runs() const;
    /// "as expected", or for many runs "998 as expected, 2 violated: stale_down (seeds 14, 77)".
    [[nodiscard]] std::string summary() const;
    /// The command that shows the worst run.
    [[nodiscard]] std::string again() const;

    /// Takes in one more run. REQUIRES: seeds come in rising order.
    void add(RunResult run);
    /// All runs are in: what happened too seldom is a failure now. One run alone proves nothing.
    void judge_sometimes();
    [[nodiscard]] bool too_seldom(const SometimesResult& one) const;
};

/// "0-12, 14, 20-31": at most `limit` ranges, then "…".
[[nodiscard]] std::string seed_ranges(const std::vector<std::uint64_t>& seeds, std::size_t limit);

/// Which of two exit codes is the worse news (scenario-format, Exit codes).
[[nodiscard]] int worse(int a, int b);

}  // namespace reports
