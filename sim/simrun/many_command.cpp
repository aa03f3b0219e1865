// `simrun FILE|FOLDER…`: every story below, under one seed each or under many, a line each.
#include <fmt/format.h>
#include <fnmatch.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <thread>

#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/result_list.hpp"
#include "sim/simrun/files.hpp"
#include "sim/simrun/in_order.hpp"
#include "sim/simrun/interrupts.hpp"
#include "sim/simrun/results.hpp"

namespace sim::simrun {
namespace {

using reports::StoryResult;
using Clock = std::chrono::steady_clock;

/// What is to be run, in the order of the list: a story, or a file that has none to give.
struct Selection {
    std::vector<Prepared> stories;
    std::vector<StoryResult> results;          ///< in the order of the list
    std::vector<std::size_t> result_of_story;  ///< index into `results`
};

bool matches(const std::string& pattern, const std::string& path, const std::string& variant) {
    const std::string file = path.substr(path.find_last_of('/') + 1);
    const std::string stem = file.substr(0, file.rfind(".toml"));
    return std::ranges::any_of(std::array{path, file, stem, variant}, [&](const std::string& name) {
        return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
    });
}

/// Whether `--only`, if given, takes this story in.
bool wanted(const Request& request, const std::string& path, const std::string& variant) {
    const auto match = [&](const auto& pattern) { return matches(pattern, path, variant); };
    return request.only.empty() || std::ranges::any_of(request.only, match);
}

/// Seeds that each story runs under: how many, and which.
std::size_t seeds_each(const Request& request) {
    return request.seeds ? request.seeds->second - request.seeds->first + 1 : 1;
}
std::uint64_t seed_at(const Request& request, const Prepared& prepared, std::size_t nth) {
    return request.seeds ? request.seeds->first + nth : seed_of(request, prepared);
}

void add_file(const std::string& path, const Request& request, const Surroundings& with,
              Selection& selection) {
    Stories loaded = load_stories(path, with.logics);
    if (!loaded.diagnostics.empty()) {
        if (!wanted(request, path, {})) return;
        selection.results.push_back(result_of_problems(path, loaded.diagnostics));
        return;
    }
    const bool one_file = request.paths.size() == 1 && request.paths.front() == path;
    for (Prepared& prepared : loaded.stories) {
        const std::string& variant = prepared.script.variant;
        // One file alone means its story; a list holds the variants as well.
        if ((one_file || !request.variant.empty()) && variant != request.variant) continue;
        if (!wanted(request, path, variant)) continue;
        selection.result_of_story.push_back(selection.results.size());
        selection.results.push_back(result_of_story(prepared));
        selection.results.back().planned_runs = seeds_each(request);
        selection.stories.push_back(std::move(prepared));
    }
}

/// Everything to run, or nothing after saying why.
std::optional<Selection> select(const Request& request, const Surroundings& with) {
    const FoundFiles found = files_below(request.paths);
    if (!found.problems.empty()) {
        with.err.write(scenario::render(found.problems, with.err.style().width));
        return std::nullopt;
    }
    Selection selection;
    for (const std::string& path : stories_of(found)) add_file(path, request, with, selection);
    if (!selection.results.empty()) return selection;
    const std::string filter =
        !request.only.empty() ? "--only " + request.only.front() : "--variant " + request.variant;
    usage_error(with, fmt::format("no story matches {}", filter));
    return std::nullopt;
}

/// The open JUnit file; opened before the work, so that a wrong path is told at once.
class JUnitFile {
  public:
    explicit JUnitFile(const std::string& path) : path_(path) {
        if (path.empty()) return;
        file_ = std::fopen(path.c_str(), "we");
        if (file_ == nullptr) problem_ = std::strerror(errno);
    }
    JUnitFile(const JUnitFile&) = delete;
    JUnitFile& operator=(const JUnitFile&) = delete;
    ~JUnitFile() {
        if (file_ != nullptr) std::fclose(file_);
    }
    void write(const std::string& text) {
        if (file_ == nullptr) return;
        const bool written = std::fwrite(text.data(), 1, text.size(), file_) == text.size();
        const bool closed = std::fclose(std::exchange(file_, nullptr)) == 0;
        if (!written || !closed) problem_ = std::strerror(errno);
    }
    /// "cannot write r.xml: No space left on device"; empty if all is well.
    [[nodiscard]] std::string problem() const {
        return problem_.empty() ? problem_ : fmt::format("cannot write {}: {}", path_, problem_);
    }

  private:
    std::string path_;
    std::FILE* file_ = nullptr;
    std::string problem_;
};

reports::JUnitOrigin here_and_now() {
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) != 0) host = {"localhost"};
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return {fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", local.tm_year + 1900,
                        local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec),
            host.data()};
}

/// Runs the selected stories and tells each as soon as it and all before it are done.
class Batch {
  public:
    Batch(const Request& request, const Surroundings& with, Selection selection)
        : request_(request), with_(with), selection_(std::move(selection)) {}

    /// The results that are complete: all, unless somebody interrupted.
    std::span<const StoryResult> run(Interrupts& interrupts) {
        const std::size_t each = seeds_each(request_);
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        struct Timed {
            reports::RunResult run;
            engine::Duration took{};
        };
        tell_until(0);
        const unsigned jobs = request_.jobs != 0 ? request_.jobs : cores;
        in_order(
            {selection_.stories.size() * each, jobs},
            [&](std::size_t at) {
                const Prepared& prepared = selection_.stories[at / each];
                const auto began = Clock::now();
                world::RunOptions options;
                options.seed = seed_at(request_, prepared, at % each);
                options.until = request_.until;
                reports::RunResult run = result_of_run(prepared, options);
                return Timed{std::move(run), Clock::now() - began};
            },
            [&](std::size_t at, Timed done) {
                StoryResult& story = selection_.results[selection_.result_of_story[at / each]];
                story.add(std::move(done.run));
                story.took += done.took;
                if (at % each + 1 < each) return;
                story.judge_sometimes();
                tell_until(at / each + 1);
            },
            [&] { return interrupts.signal() == 0 && !with_.out.closed(); });
        // Somebody interrupted: what the story under way has come to so far is told as well.
        if (told_ < selection_.results.size() && selection_.results[told_].runs() > 0) tell_next();
        return {selection_.results.data(), told_};
    }

  private:
    /// Tells the results before that of the n-th story, which has not been run yet.
    void tell_until(std::size_t story) {
        const std::size_t end = story < selection_.stories.size()
                                    ? selection_.result_of_story[story]
                                    : selection_.results.size();
        while (told_ < end) tell_next();
        with_.out.flush();
    }
    void tell_next() {
        const StoryResult& result = selection_.results[told_++];
        with_.out.write(request_.json ? reports::json_line(result)
                                      : reports::result_line(result, widest(), style()));
    }
    [[nodiscard]] std::size_t widest() const {
        std::size_t width = 0;
        for (const StoryResult& result : selection_.results) {
            width = std::max(width, result.name().size());
        }
        return width;
    }
    [[nodiscard]] const reports::Style& style() const { return with_.out.style(); }

    const Request& request_;
    const Surroundings& with_;
    Selection selection_;
    std::size_t told_ = 0;
};

}  // namespace

int run_many(const Request& request, const Surroundings& with) {
    auto selection = select(request, with);
    if (!selection) return 2;
    JUnitFile junit(request.junit);
    if (!junit.problem().empty()) return usage_error(with, junit.problem());
    const std::size_t planned = selection->results.size();
    Interrupts interrupts;
    Batch batch(request, with, std::move(*selection));
    const std::span<const StoryResult> results = batch.run(interrupts);
    int exit_code = 0;
    for (const StoryResult& result : results) exit_code = worse(exit_code, result.exit_code);
    junit.write(reports::junit_xml(results, here_and_now()));
    if (!junit.problem().empty()) exit_code = worse(exit_code, usage_error(with, junit.problem()));
    if (!request.json)
        with.out.write(reports::failures_and_count(results, planned, with.out.style()));
    return interrupts.signal() != 0 ? interrupts.exit_code() : exit_code;
}

int worse(int a, int b) { return reports::worse(a, b); }

}  // namespace sim::simrun
