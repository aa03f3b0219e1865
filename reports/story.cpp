#include "reports/story.hpp"

#include <fmt/format.h>

#include "reports/chronicle.hpp"
#include "reports/strip.hpp"

namespace reports {
namespace {

std::string title(const Telling& telling, const Style& style) {
    const Script& script = telling.script;
    std::string name = script.title.empty() ? script.path : script.title;
    if (!script.variant.empty()) name += ", variant '" + script.variant + "'";
    std::string text = style.paint(Tone::strong, name) + "\n";
    if (!script.source.empty()) text += "  " + wrap(script.source, style.width, 2) + "\n";
    text +=
        style.paint(Tone::quiet, fmt::format("  {}   logic {}   dialect {} ({})   seed {}\n",
                                             script.path, script.logic, script.dialect,
                                             to_string(telling.dialect.provenance), telling.seed));
    return text;
}

}  // namespace

std::string tell(const Telling& telling, const Style& style) {
    std::string text = title(telling, style) + "\n" + chronicle(telling, style) + "\n";
    if (const std::string picture = strip(telling, style); !picture.empty()) {
        text += picture + "\n";
    }
    return text + tell_verdict(telling, style);
}

}  // namespace reports
