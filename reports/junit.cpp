// The one translation unit that includes pugixml.
#include "reports/junit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

namespace reports {
namespace {

/// Control characters have no place in XML, not even escaped.
std::string clean(std::string_view text) {
    std::string cleaned;
    for (const char c : text) {
        const bool control = static_cast<unsigned char>(c) < 0x20U && c != '\n' && c != '\t';
        if (control || c == '\x7f')
            cleaned += "\uFFFD";
        else
            cleaned += c;
    }
    return cleaned;
}

void attribute(pugi::xml_node& node, const char* name, std::string_view value) {
    node.append_attribute(name).set_value(clean(value).c_str());
}

std::string seconds(engine::Duration span) {
    return fmt::format("{}.{:06}", span.count() / 1'000'000'000,
                       span.count() % 1'000'000'000 / 1'000);
}

bool is_error(const StoryResult& result) { return result.exit_code == 2 || result.exit_code == 70; }
bool is_failure(const StoryResult& result) { return result.exit_code != 0 && !is_error(result); }

std::string_view type_of(int exit_code) {
    switch (exit_code) {
        case 1:
            return "violation";
        case 2:
            return "scenario";
        case 3:
            return "expectation";
        case 4:
            return "determinism";
        case 5:
            return "limit";
        default:
            return "internal";
    }
}

struct Names {
    std::string folder;  ///< "." for none
    std::string stem;    ///< the file without folder and ending, and the variant
};

Names names_of(const StoryResult& result) {
    const std::size_t slash = result.path.find_last_of('/');
    Names names;
    names.folder = slash == std::string::npos ? "." : result.path.substr(0, slash);
    names.stem = slash == std::string::npos ? result.path : result.path.substr(slash + 1);
    if (names.stem.ends_with(".toml")) names.stem.resize(names.stem.size() - 5);
    if (!result.variant.empty()) names.stem += fmt::format(" [{}]", result.variant);
    return names;
}

void add_case(pugi::xml_node& suite, const StoryResult& result) {
    const Names names = names_of(result);
    std::string package = names.folder;
    std::ranges::replace(package, '/', '.');
    pugi::xml_node node = suite.append_child("testcase");
    attribute(node, "name", names.stem);
    attribute(node, "classname", package);
    attribute(node, "time", seconds(result.took));
    if (result.exit_code == 0) return;
    pugi::xml_node why = node.append_child(is_error(result) ? "error" : "failure");
    attribute(why, "message", result.summary());
    attribute(why, "type", type_of(result.exit_code));
    const std::string& text = result.problems.empty() ? result.shown.details : result.problems_text;
    why.text().set(clean(text + "\nagain: " + result.again() + "\n").c_str());
}

/// Counts and times, as suites and the whole carry them.
void count(pugi::xml_node& node, std::span<const StoryResult* const> results) {
    std::size_t failures = 0;
    std::size_t errors = 0;
    engine::Duration took{};
    for (const StoryResult* result : results) {
        failures += is_failure(*result) ? 1U : 0U;
        errors += is_error(*result) ? 1U : 0U;
        took += result->took;
    }
    attribute(node, "tests", fmt::format("{}", results.size()));
    attribute(node, "failures", fmt::format("{}", failures));
    attribute(node, "errors", fmt::format("{}", errors));
    attribute(node, "time", seconds(took));
}

}  // namespace

std::string junit_xml(std::span<const StoryResult> results, const JUnitOrigin& origin) {
    std::vector<std::string> folders;
    for (const StoryResult& result : results) {
        const std::string folder = names_of(result).folder;
        if (std::ranges::find(folders, folder) == folders.end()) folders.push_back(folder);
    }
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    pugi::xml_node root = document.append_child("testsuites");
    for (std::size_t id = 0; id < folders.size(); ++id) {
        std::vector<const StoryResult*> own;
        for (const StoryResult& result : results) {
            if (names_of(result).folder == folders[id]) own.push_back(&result);
        }
        pugi::xml_node suite = root.append_child("testsuite");
        attribute(suite, "id", fmt::format("{}", id));
        attribute(suite, "name", folders[id]);
        attribute(suite, "package", "simrun");
        attribute(suite, "timestamp", origin.timestamp);
        attribute(suite, "hostname", origin.hostname);
        count(suite, own);
        suite.append_child("properties");
        for (const StoryResult* result : own) add_case(suite, *result);
        suite.append_child("system-out");
        suite.append_child("system-err");
    }
    std::ostringstream text;
    document.save(text, "  ");
    return std::move(text).str();
}

}  // namespace reports
