// Prints fingerprints of stories, for two builds, or two ways of running one, to be compared as
// text: whatever compiled the program, and on however many threads it runs, it prints the same.
//
//   fingerprints [--threads N] PATH…            each story and variant there, its own seed and four
//                                               more: a line each
//   fingerprints [--threads N] --seeds A..B [--each] PATH…
//                                               under all of these seeds: a line for every hundred,
//                                               or with --each for each
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/fingerprint.hpp"
#include "sim/simrun/output.hpp"
#include "tests/determinism/stories.hpp"
#include "tests/determinism/threads.hpp"

namespace {

constexpr std::uint64_t more_seeds = 4;
constexpr std::uint64_t seeds_a_line = 100;

struct Arguments {
    unsigned threads = 1;
    bool seeds_given = false;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    bool each = false;
    std::vector<std::string> paths;
};

/// A line to be: a story under some seeds, their fingerprints folded into one if there are several.
struct Line {
    const determinism::Story* story = nullptr;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::string text;
};

template <class Number>
bool read(std::string_view text, Number& number) {
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && rest == end;
}

bool read_seeds(std::string_view text, Arguments& arguments) {
    const std::size_t dots = text.find("..");
    if (dots == text.npos) return false;
    arguments.seeds_given = true;
    return read(text.substr(0, dots), arguments.first) &&
           read(text.substr(dots + 2), arguments.last) && arguments.first <= arguments.last;
}

std::optional<Arguments> read(const std::vector<std::string>& words) {
    Arguments arguments;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const bool more = at + 1 < words.size();
        if (words[at] == "--threads" && more) {
            if (!read(words[++at], arguments.threads)) return std::nullopt;
        } else if (words[at] == "--seeds" && more) {
            if (!read_seeds(words[++at], arguments)) return std::nullopt;
        } else if (words[at] == "--each") {
            arguments.each = true;
        } else if (words[at].starts_with("-")) {
            return std::nullopt;
        } else {
            arguments.paths.push_back(words[at]);
        }
    }
    if (arguments.paths.empty()) return std::nullopt;
    return arguments;
}

void add_lines(std::vector<Line>& lines, const determinism::Story& story,
               const Arguments& arguments) {
    const std::uint64_t own = story.prepared.scenario.seed;
    const std::uint64_t first = arguments.seeds_given ? arguments.first : own;
    const std::uint64_t last = arguments.seeds_given ? arguments.last : own + more_seeds;
    const bool hundreds = arguments.seeds_given && !arguments.each;
    const std::uint64_t stride = hundreds ? seeds_a_line : 1;
    for (std::uint64_t seed = first; seed <= last; seed += stride) {
        lines.push_back({&story, seed, std::min(last, seed + stride - 1), {}});
    }
}

void work_out(Line& line) {
    const std::string& name = line.story->name;
    if (line.first == line.last) {
        const sim::world::Run run = determinism::run(*line.story, line.first);
        line.text = fmt::format("{} --seed {}: {:016x} after {} events\n", name, line.first,
                                run.fingerprint.value(), run.events);
        return;
    }
    engine::Fingerprint digest;
    for (std::uint64_t seed = line.first; seed <= line.last; ++seed) {
        const sim::world::Run run = determinism::run(*line.story, seed);
        digest.fold(engine::Lane::other, std::array{run.fingerprint.value(), run.events});
    }
    line.text =
        fmt::format("{} --seeds {}..{}: {:016x}\n", name, line.first, line.last, digest.value());
}

int print(const Arguments& arguments, sim::simrun::Output& out) {
    std::vector<std::vector<determinism::Story>> stories;
    for (const std::string& path : arguments.paths) {
        stories.push_back(determinism::stories_at(path));
    }
    std::vector<Line> lines;
    for (const auto& some : stories) {
        for (const auto& story : some) add_lines(lines, story, arguments);
    }
    std::vector<std::exception_ptr> failures(lines.size());
    determinism::share_out(lines.size(), arguments.threads, [&](std::size_t n) {
        try {
            work_out(lines[n]);
        } catch (...) {
            failures[n] = std::current_exception();
        }
    });
    for (std::size_t n = 0; n < lines.size(); ++n) {
        if (failures[n]) std::rethrow_exception(failures[n]);
        out.write(lines[n].text);
    }
    out.flush();
    return out.error() == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    sim::simrun::Output out(stdout);
    sim::simrun::Output err(stderr);
    const auto arguments = read({words + 1, words + count});
    if (!arguments) {
        err.write("usage: fingerprints [--threads N] [--seeds A..B [--each]] PATH...\n");
        return 2;
    }
    try {
        return print(*arguments, out);
    } catch (const std::exception& error) {
        err.write(fmt::format("fingerprints: {}\n", error.what()));
        return 1;
    }
}
