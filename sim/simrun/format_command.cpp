// `simrun fmt`: files in canonical form, in place or as a question.
#include <fmt/format.h>

#include <cstdio>

#include "sim/scenario/limits.hpp"
#include "sim/scenario/write.hpp"
#include "sim/simrun/commands.hpp"
#include "sim/simrun/files.hpp"
#include "sim/simrun/line_diff.hpp"
#include "sim/simrun/rewrite.hpp"

namespace sim::simrun {
namespace {

using scenario::Diagnostic;

constexpr int not_canonical = 3;  ///< as an expectation that failed
constexpr std::size_t diff_lines = 40;

Diagnostic about_file(const std::string& path, std::string message) {
    return {{}, 1, std::move(message), {}, path, {}};
}

/// A file's text before and after, or what is wrong with it.
struct Formatted {
    std::string before;
    std::string after;
    std::vector<Diagnostic> problems;
};

/// A text that would not be read back as the same scenario is not handed out, whatever the reason:
/// it may have grown beyond the limits of a file.
std::vector<Diagnostic> reads_back(const std::string& path, const std::string& before,
                                   const std::string& after) {
    const auto source = scenario::read_document(scenario::normalised(before), 0);
    const auto result = scenario::read_document(after, 0);
    if (result.root && source.root && same(*source.root, *result.root)) return {};
    const std::string why = result.root ? "it would mean something else" : result.problem.message;
    return {about_file(path, fmt::format("has no canonical form: {}", why))};
}

Formatted formatted(const std::string& path, std::string text) {
    Formatted result{std::move(text), {}, {}};
    auto canonical = scenario::canonical(path, result.before);
    result.problems = std::move(canonical.diagnostics);
    if (!canonical.value) return result;
    result.after = std::move(*canonical.value);
    result.problems = reads_back(path, result.before, result.after);
    return result;
}

std::string standard_input() {
    std::string text;
    for (int c = 0; text.size() <= scenario::limits::file_bytes && (c = std::getchar()) != EOF;) {
        text += static_cast<char>(c);
    }
    return text;
}

int format_input(const Surroundings& with) {
    const Formatted result = formatted("standard input", standard_input());
    if (!result.problems.empty()) {
        with.err.write(scenario::listing(result.problems, with.err.style().width));
        return 2;
    }
    with.out.write(result.after);
    return 0;
}

class Run {
  public:
    Run(bool check, const Surroundings& with) : check_(check), with_(with) {}

    void one(const std::string& path) {
        ++files_;
        scenario::FileText file = scenario::read_file(path);
        if (!file.text) return problems({about_file(path, file.problem)});
        const Formatted result = formatted(path, std::move(*file.text));
        if (!result.problems.empty()) return problems(result.problems);
        if (result.before == result.after) return;
        if (check_) {
            with_.out.write(fmt::format("{} is not as 'simrun fmt' writes it\n{}", path,
                                        line_diff(result.before, result.after, diff_lines)));
        } else {
            const std::string problem = rewrite_file(path, result.after);
            if (!problem.empty()) return problems({about_file(path, problem)});
            with_.out.write(fmt::format("{}\n", path));
        }
        ++changed_;
    }
    void problems(const std::vector<Diagnostic>& problems) {
        problems_.insert(problems_.end(), problems.begin(), problems.end());
    }
    int finish() {
        with_.out.flush();
        with_.err.write(scenario::listing(problems_, with_.err.style().width));
        with_.out.write(fmt::format("{} file{}, {} {}\n", files_, files_ == 1 ? "" : "s", changed_,
                                    check_ ? "to be formatted" : "formatted"));
        if (!problems_.empty()) return 2;
        return check_ && changed_ != 0 ? not_canonical : 0;
    }

  private:
    bool check_;
    const Surroundings& with_;
    std::vector<Diagnostic> problems_;
    std::size_t files_ = 0;
    std::size_t changed_ = 0;
};

}  // namespace

int format_files(const std::vector<std::string>& paths, bool check, const Surroundings& with) {
    if (paths == std::vector<std::string>{"-"} && !check) return format_input(with);
    const FoundFiles found = files_below(paths);
    Run run(check, with);
    run.problems(found.problems);
    for (const FoundFile& file : found.files) run.one(file.path);
    return run.finish();
}

}  // namespace sim::simrun
