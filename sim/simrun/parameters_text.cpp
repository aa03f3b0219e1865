#include <fmt/format.h>

#include <algorithm>

#include "failover/catalogue.hpp"
#include "reports/columns.hpp"
#include "sim/simrun/commands.hpp"

namespace sim::simrun {
namespace {

using failover::Effect;
using failover::Parameter;
using failover::ParameterKind;
using failover::TakenAt;

std::string_view unit_of(ParameterKind kind) {
    switch (kind) {
        case ParameterKind::boolean:
            return "on, off";
        case ParameterKind::integer:
            return "number";
        case ParameterKind::seconds:
            return "s";
        case ParameterKind::milliseconds:
            return "ms";
        case ParameterKind::bytes:
            return "bytes";
        case ParameterKind::text:
            return "text";
        case ParameterKind::words:
            return "word";
        case ParameterKind::weight:
            return "weight";
    }
    return "";
}

/// "s, 0 to 86400": the unit and what is allowed in it.
std::string range_of(const Parameter& parameter) {
    const std::string unit(unit_of(parameter.kind));
    if (parameter.kind == ParameterKind::words) {
        std::string words(parameter.choices);
        std::replace(words.begin(), words.end(), '|', ' ');
        return words;
    }
    const bool number = parameter.most > 1;
    if (!number) return unit;
    const bool bounded = parameter.most < INT32_MAX;
    return bounded ? fmt::format("{}, {} to {}", unit, parameter.least, parameter.most)
                   : fmt::format("{}, from {}", unit, parameter.least);
}

std::string meaning_of(const Parameter& parameter) {
    const std::string meaning(parameter.effect);
    if (parameter.here == Effect::missing) return meaning + " [no effect here yet]";
    return parameter.here == Effect::irrelevant ? meaning + " [nothing for failover]" : meaning;
}

}  // namespace

std::string parameters_text(const failover::Catalogue& catalogue, const reports::Style& style) {
    reports::Columns table;
    table.columns = {{"parameter"}, {"default"}, {"takes"}, {"read"}, {"meaning", true}};
    for (const Parameter& parameter : catalogue.parameters) {
        table.rows.push_back({{std::string(parameter.name)},
                              {std::string(parameter.fallback)},
                              {range_of(parameter)},
                              {parameter.taken == TakenAt::reload ? "reload" : "start"},
                              {meaning_of(parameter)}});
    }
    return reports::columns_text(table, style);
}

}  // namespace sim::simrun
