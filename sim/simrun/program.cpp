#include "sim/simrun/program.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstring>
#include <exception>
#include <filesystem>

#include "sim/scenario/diagnostic.hpp"
#include "sim/simrun/options.hpp"

namespace sim::simrun {
namespace {

void declare(CLI::App& app, const Option& option, Words& words) {
    const std::string name(option.name);
    std::visit(
        [&](auto member) {
            if constexpr (std::is_same_v<decltype(member), bool Words::*>)
                app.add_flag(name, words.*member);
            else if constexpr (std::is_same_v<decltype(member), std::string Words::*>)
                app.add_option(name, words.*member);
            else
                app.add_option(name, words.*member)->allow_extra_args(false);
        },
        option.into);
}

CLI::App* declare(CLI::App& app, const Command& command, Words& words) {
    CLI::App* sub = app.add_subcommand(std::string(command.name));
    sub->set_help_flag();
    sub->allow_extras();
    sub->add_option("words", words.paths);
    sub->add_flag("-h,--help", words.help);
    for (const Option& option : options()) {
        const auto& own = command.options;
        if (std::ranges::find(own, option.name) != own.end()) declare(*sub, option, words);
    }
    return sub;
}

/// Says which word is not understood, and the nearest option.
int unexpected(const std::string& word, const Surroundings& with) {
    std::vector<std::string_view> valid;
    for (const Option& option : options()) valid.push_back(option.name);
    const std::string near = scenario::nearest(word.substr(0, word.find('=')), valid);
    const std::string help =
        near.empty() ? "see 'simrun help'" : fmt::format("did you mean '{}'?", near);
    return usage_error(with, fmt::format("there is no option '{}'; {}", word, help));
}

bool is_one_file(const Words& words) {
    std::error_code error;
    return words.paths.size() == 1 && !std::filesystem::is_directory(words.paths.front(), error);
}

int run(const Words& words, const Surroundings& with) {
    if (words.paths.empty()) {
        return usage_error(with, "which scenario? Say 'simrun FILE', or 'simrun help'");
    }
    const std::string_view of_story = first_given(words, For::one_story);
    const std::string_view of_list = first_given(words, For::lists);
    if (!of_story.empty() && (!of_list.empty() || !is_one_file(words))) {
        return usage_error(with, fmt::format("{} tells of one run: it needs one file, and no {}",
                                             of_story, of_list.empty() ? "more" : of_list));
    }
    if (!words.seed.empty() && !words.seeds.empty()) {
        return usage_error(with, "--seed and --seeds say different things");
    }
    const auto request = request_of(words, with);
    if (!request) return 2;
    if (request->check) return check_determinism(*request, with);
    return is_one_file(words) && of_list.empty() ? run_once(*request, with)
                                                 : run_many(*request, with);
}

int parse_and_dispatch(const std::vector<std::string>& arguments, const Surroundings& with) {
    Words words;
    CLI::App app("", "simrun");
    app.set_help_flag();
    app.allow_extras();
    app.add_option("paths", words.paths);
    app.add_flag("-h,--help", words.help);
    for (const Option& option : options()) {
        const bool of_a_command = option.goes_with == For::a_site || option.goes_with == For::rules;
        if (!of_a_command) declare(app, option, words);
    }
    std::vector<const CLI::App*> subs;
    for (const Command& command : commands()) subs.push_back(declare(app, command, words));
    app.require_subcommand(0, 1);
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& error) {
        return usage_error(with, fmt::format("{}; see 'simrun help'", error.what()));
    }
    if (const auto left = app.remaining(true); !left.empty()) return unexpected(left.front(), with);
    const auto sub = std::ranges::find_if(subs, [](const auto* each) { return each->parsed(); });
    if (sub == subs.end()) return words.help ? help("", with) : run(words, with);
    const Command& command = commands()[static_cast<std::size_t>(sub - subs.begin())];
    return words.help ? help(std::string(command.name), with) : command.run(words, with);
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
