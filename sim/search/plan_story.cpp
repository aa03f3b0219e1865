// A plan as a file: faults beside one step that lasts as long as the experiment.
#include <fmt/format.h>

#include "sim/scenario/variant.hpp"
#include "sim/scenario/verbs.hpp"
#include "sim/search/plan.hpp"
#include "sim/search/trees.hpp"

namespace sim::search {

namespace {

using engine::Duration;
using scenario::Aims;
using scenario::Entry;
using Kind = Entry::Kind;

constexpr std::string_view the_run = "the experiment";

Entry target_of(const Fault& fault) {
    switch (fault.item->aims) {
        case Aims::island:
        case Aims::halves: {
            Entry groups = made(Kind::array);
            groups.elements = {list_of(fault.target), list_of(fault.others)};
            return groups;
        }
        case Aims::path:
        case Aims::proxy_path:
        case Aims::health_path:
        case Aims::replication_path: {
            Entry path = made(Kind::table);
            put(path, "from", text(fault.target[0]));
            put(path, "to", text(fault.target[1]));
            return path;
        }
        case Aims::backend:
        case Aims::no_backend:
            return number(fault.node);
        case Aims::session:
            return text("show pool_nodes");
        case Aims::database:
        case Aims::standby:
        case Aims::proxy:
        case Aims::all_proxies:
        case Aims::host:
        case Aims::proxy_host:
            break;
    }
    return fault.target.size() == 1 ? text(fault.target.front()) : list_of(fault.target);
}

/// A further key's value, as a file has it.
Entry value_of(const scenario::FixedKey& fixed) {
    if (fixed.value == "true") return flag(true);
    if (fixed.value.find_first_not_of("0123456789.") != std::string_view::npos) {
        return text(fixed.value);
    }
    Entry share = made(Kind::decimal);
    share.text = fixed.value;
    return share;
}

Entry action_of(const Fault& fault, std::string_view verb) {
    const scenario::MenuItem& item = *fault.item;
    const scenario::FixedKey& fixed = item.fixed;
    Entry action = made(Kind::table);
    Entry target = target_of(fault);
    // How a link is disturbed stands beside its ends.
    const bool inside = item.verb == scenario::Verb::link;
    if (inside) put(target, fixed.key, value_of(fixed));
    put(action, verb, std::move(target));
    if (!fault.on.empty()) put(action, item.aims == Aims::session ? "via" : "on", text(fault.on));
    if (!inside && !fixed.key.empty()) put(action, fixed.key, value_of(fixed));
    return action;
}

struct Beginning {
    std::string_view beside;  ///< which step
    Duration after{};
};
Entry step(const std::string& name, const Beginning& begins, Entry action) {
    Entry table = made(Kind::table);
    put(table, "name", text(name));
    put(table, "start", text(fmt::format("with '{}'", begins.beside)));
    put(table, "after", text(written_span(begins.after)));
    put(table, "do", std::move(action));
    return table;
}

}  // namespace

void tell(const Fault& fault, std::size_t number, std::string_view beside, Entry& steps) {
    const scenario::VerbRule& rule = scenario::rule_of(fault.item->verb);
    Entry action = action_of(fault, rule.name);
    const bool undone = fault.lasts.count() > 0;
    if (undone && rule.lasting) put(action, "for", text(written_span(fault.lasts)));
    const std::string name = fmt::format("fault {}: {}", number, fault.item->name);
    steps.elements.push_back(step(name, {beside, fault.at}, std::move(action)));
    if (!undone || rule.lasting) return;
    steps.elements.push_back(
        step(name + " undone", {beside, fault.at + fault.lasts}, action_of(fault, rule.inverse)));
}

Entry story_of(const Plan& plan, const scenario::Chaos& chaos, const Entry& base) {
    Entry story = base;
    std::erase_if(story.fields, [](const scenario::Field& field) {
        return field.key == "chaos" || field.key == "nemesis" || field.key == "title" ||
               field.key == "seed" || field.key == "extends";
    });
    put(story, "title", text(fmt::format("Chaos {}, plan {}", chaos.preset, plan.seed)));
    put(story, "seed", number(static_cast<std::int64_t>(plan.seed)));
    scenario::Reader nowhere;
    for (const scenario::Field& setting : plan.settings) {
        scenario::set_path(nowhere, story, setting);
    }
    Entry steps = made(Kind::array);
    Entry run = made(Kind::table);
    put(run, "name", text(the_run));
    Entry waits = made(Kind::table);
    put(waits, "wait", text(written_span(chaos.span)));
    put(run, "do", std::move(waits));
    steps.elements.push_back(std::move(run));
    for (std::size_t i = 0; i < plan.faults.size(); ++i) {
        tell(plan.faults[i], i + 1, the_run, steps);
    }
    if (const Entry* own = story.find("step")) {
        steps.elements.insert(steps.elements.end(), own->elements.begin(), own->elements.end());
    }
    std::erase_if(story.fields, [](const scenario::Field& field) { return field.key == "step"; });
    put(story, "step", std::move(steps));
    return story;
}

}  // namespace sim::search
