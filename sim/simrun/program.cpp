#include "sim/simrun/program.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstring>
#include <exception>

#include "sim/scenario/quantity.hpp"
#include "sim/simrun/commands.hpp"
#include "sim/simrun/what_if.hpp"

namespace sim::simrun {
namespace {

/// The command line as its words; some need reading after CLI11 has taken them apart.
struct Words {
    Request request;
    std::string seed;
    std::string seeds;
    std::string until;
    std::string topic;
    std::string what;
};

std::optional<std::uint64_t> read_number(std::string_view text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return number;
}

/// "1..100"
bool read_seeds(const std::string& text, Request& request) {
    const std::size_t dots = text.find("..");
    if (dots == std::string::npos) return false;
    const auto first = read_number(std::string_view(text).substr(0, dots));
    const auto last = read_number(std::string_view(text).substr(dots + 2));
    if (!first || !last || *first > *last) return false;
    request.seeds = {*first, *last};
    return true;
}

int dispatch_run(Words& words, const Surroundings& with) {
    Request& request = words.request;
    if (!words.seeds.empty() && !read_seeds(words.seeds, request)) {
        return usage_error(with,
                           fmt::format("--seeds takes a range like 1..100, not '{}'", words.seeds));
    }
    if (!words.seed.empty()) {
        request.seed = read_number(words.seed);
        if (!request.seed) {
            return usage_error(with, fmt::format("--seed takes a number from 0 to {}, not '{}'",
                                                 UINT64_MAX, words.seed));
        }
    }
    if (!words.until.empty()) {
        const auto until = scenario::read_span(words.until);
        if (!until.value) {
            return usage_error(
                with, fmt::format("--until '{}': {} {}", words.until, until.message, until.help));
        }
        request.until = *until.value;
    }
    if (request.file.empty()) {
        return usage_error(with, "which scenario? Say 'simrun FILE', or 'simrun help'");
    }
    if (request.check) return check_determinism(request, with);
    if (request.seeds) return run_seeds(request, with);
    return run_once(request, with);
}

void declare_run(CLI::App& app, Words& words) {
    Request& request = words.request;
    app.add_option("file", request.file, "a scenario");
    app.add_option("--seed", words.seed, "run under this seed instead of the file's");
    auto* seeds = app.add_option("--seeds", words.seeds, "A..B: run under all of them");
    app.add_option("--variant", request.variant, "a variant of the file");
    app.add_option("--until", words.until, "stop at this t");
    auto* log = app.add_option("--log", request.log_of, "print the log of this proxy");
    auto* nodes = app.add_flag("--pool-nodes", request.pool_nodes, "print the tables asked for");
    auto* replication = app.add_flag("--stat-replication", request.stat_replication, "likewise");
    auto* choices = app.add_flag("--choices", request.choices, "print every choice asked");
    auto* check = app.add_flag("--check", request.check, "run again and compare");
    for (CLI::Option* other : {log, nodes, replication, choices, check}) seeds->excludes(other);
    for (CLI::Option* other : {log, nodes, replication, choices}) check->excludes(other);
}

int parse_and_dispatch(const std::vector<std::string>& arguments, const Surroundings& with) {
    Words words;
    CLI::App app("runs a failover story in a simulated cluster", "simrun");
    app.set_help_flag();
    bool wants_help = false;
    app.add_flag("-h,--help", wants_help, "how to use this");
    declare_run(app, words);
    auto* help_command = app.add_subcommand("help", "more about one topic");
    help_command->set_help_flag();
    help_command->add_option("topic", words.topic);
    auto* list_command = app.add_subcommand("list", "what there is to choose from");
    list_command->set_help_flag();
    list_command->add_option("what", words.what)->required();
    WhatIf site;
    const auto* what_if_command = declare_what_if(app, site);
    app.require_subcommand(0, 1);
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& error) {
        return usage_error(with, fmt::format("{}; see 'simrun help'", error.what()));
    }
    if (wants_help) return help("", with);
    if (help_command->parsed()) return help(words.topic, with);
    if (list_command->parsed()) return list(words.what, with);
    if (what_if_command->parsed()) return what_if(site, with);
    return dispatch_run(words, with);
}

}  // namespace

int run_program(const std::vector<std::string>& arguments,
                std::span<const world::LogicEntry> logics, Output& out, Output& err) {
    const Surroundings with{logics, out, err};
    int exit_code = 70;
    try {
        exit_code = parse_and_dispatch(arguments, with);
    } catch (const std::exception& error) {
        err.write(fmt::format("simrun: internal error: {}\n", error.what()));
    }
    out.flush();
    if (out.error() != 0) {
        err.write(fmt::format("simrun: cannot write: {}\n", std::strerror(out.error())));
        exit_code = worse(exit_code, 2);
    }
    err.flush();
    return exit_code;
}

}  // namespace sim::simrun
