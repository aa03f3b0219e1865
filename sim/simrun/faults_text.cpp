#include <fmt/format.h>

#include "sim/scenario/verbs.hpp"
#include "sim/simrun/commands.hpp"

namespace sim::simrun {
namespace {

constexpr int name_width = 22;

void print(std::string& text, const scenario::VerbRule& rule, const reports::Style& style) {
    const std::string name = fmt::format("{:<{}}", rule.name, name_width);
    std::string words(rule.meaning);
    if (!rule.inverse.empty()) words += fmt::format("; undone by {}", rule.inverse);
    if (rule.lasting) words += ", or after `for`";
    text += "  " + style.paint(reports::Tone::strong, name) +
            reports::wrap(words, style.width, name_width + 2) + "\n";
}

}  // namespace

std::string faults_text(const reports::Style& style) {
    std::string text =
        "What a step's `do` can do to a cluster, and what undoes it.\n"
        "'simrun help scenario' has all keys.\n\n";
    std::string later;
    for (const scenario::VerbRule& rule : scenario::verb_rules()) {
        if (rule.modelled) {
            print(text, rule, style);
        } else {
            later += (later.empty() ? "" : ", ") + std::string(rule.name);
        }
    }
    text += "\nNot modelled yet; a file that asks for one is told so:\n  ";
    return text + reports::wrap(later, style.width, 2) + "\n";
}

}  // namespace sim::simrun
