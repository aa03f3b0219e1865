// Steps: when they start, what they do, what they observe; and whether they can be reached.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/context.hpp"
#include "sim/scenario/limits.hpp"

namespace sim::scenario {

namespace {

using Kind = Entry::Kind;

/// A span as a person writes it.
std::string span_words(Duration span) {
    if (span.count() == 0) return "0s";
    std::string text = span.count() < 0 ? "-" : "";
    std::int64_t rest = span.count() < 0 ? -span.count() : span.count();
    constexpr std::string_view order[] = {"d", "h", "min", "s", "ms", "us", "ns"};
    for (const std::string_view name : order) {
        const auto units = span_units();
        const auto unit = std::ranges::find(units, name, &SpanUnit::name);
        if (rest >= unit->nanoseconds) {
            text += fmt::format("{}{}", rest / unit->nanoseconds, name);
            rest %= unit->nanoseconds;
        }
    }
    return text;
}

class StepCompiler {
  public:
    StepCompiler(Context& context, const Entry& table)
        : context_(context), reader_(context.reader), table_(table) {}

    Step run() {
        reader_.check(table_, schema::step);
        step_.place = table_.spot.place;
        step_.name = reader_.text(table_, "name").value_or("");
        check_name();
        if (const Entry* value = table_.find("do"))
            compile_actions(context_, *value, step_.actions);
        starts();
        compile_observations(context_, table_, step_.observations);
        observe_list();
        compile_looks(context_, table_, step_);
        repeat();
        spans_used();
        if (!has_content()) {
            reader_.complain(table_.spot, "a step that does and observes nothing",
                             "give it `do`, `expect`, `hold`, a table or a log");
        }
        return std::move(step_);
    }

  private:
    [[nodiscard]] bool has_content() const {
        constexpr std::string_view contents[] = {
            "do",         "expect",           "check",        "hold", "never", "observe", "log",
            "pool_nodes", "stat_replication", "watchdog_info"};
        return std::ranges::any_of(table_.fields, [&](const Field& field) {
            return std::ranges::find(contents, field.key) != std::end(contents);
        });
    }
    void check_name() {
        for (const Step& other : context_.scenario.steps) {
            if (step_.name.empty() || other.name != step_.name) continue;
            reader_.complain(table_.find("name")->spot,
                             fmt::format("there is already a step '{}', on line {}", step_.name,
                                         other.place.line));
        }
    }
    void starts() {
        step_.after = reader_.span(table_, "after").value_or(Duration{0});
        step_.at = reader_.span(table_, "at", true);
        step_.detach = reader_.boolean(table_, "detach").value_or(false);
        step_.timeout = reader_.span(table_, "timeout").value_or(step_.timeout);
        step_.within = reader_.span(table_, "within");
        if (const Entry* value = table_.find("when"); value && value->kind == Kind::string) {
            step_.when = compile_when(context_, *value);
        }
        beside();
        std::string_view first;
        for (const std::string_view key : {"after", "at", "when", "start"}) {
            const Field* field = table_.field(key);
            if (field == nullptr) continue;
            const bool pair = first == "after" && (key == "when" || key == "start");
            if (!first.empty() && !pair) {
                reader_.complain(field->spot,
                                 fmt::format("`{}` and `{}` say different starts", first, key));
            }
            first = key;
        }
    }
    void beside() {
        const Entry* value = table_.find("start");
        if (value == nullptr || value->kind != Kind::string) return;
        const std::string& text = value->text;
        if (!text.starts_with("with '") || !text.ends_with('\'') || text.size() < 8) {
            reader_.complain(value->spot, "`start` of a step takes \"with '<step>'\"");
            return;
        }
        const std::string name = text.substr(6, text.size() - 7);
        std::vector<std::string_view> valid;
        const auto& steps = context_.scenario.steps;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (steps[i].name == name) step_.beside = static_cast<std::uint32_t>(i);
            valid.push_back(steps[i].name);
        }
        if (step_.beside) return;
        std::string help = did_you_mean(name, valid);
        if (help.empty()) help = "a step can start beside one that stands above it";
        reader_.complain(value->spot, fmt::format("there is no step '{}' above", name), help);
    }
    void observe_list() {
        const Entry* list = table_.find("observe");
        if (list == nullptr || list->kind != Kind::array) return;
        for (const Entry& element : list->elements) {
            if (element.kind != Kind::table) continue;
            reader_.check(element, schema::observation);
            if (element.fields.empty()) reader_.complain(element.spot, "an empty observation");
            compile_observations(context_, element, step_.observations);
        }
    }
    void repeat() {
        const Entry* table = table_.find("repeat");
        if (table == nullptr || table->kind != Kind::table) return;
        reader_.check(*table, schema::repeat);
        step_.repeat_every = reader_.span(*table, "every").value_or(Duration{0});
        const auto times = reader_.integer(*table, "times", 1, limits::repeats);
        step_.repeat_times = static_cast<std::uint32_t>(times.value_or(1));
        if (step_.actions.empty()) reader_.complain(table->spot, "there is no action to repeat");
    }
    /// Spans that nothing uses are mistakes.
    void spans_used() {
        const Field* within = table_.field("within");
        if (within != nullptr && table_.find("expect") == nullptr &&
            table_.find("log") == nullptr) {
            reader_.complain(within->spot, "`within` stands without `expect` or `log`",
                             table_.find("hold") != nullptr || table_.find("never") != nullptr
                                 ? "`hold` and `never` take `for`"
                                 : "");
        }
        if (!step_.logs.empty() && !step_.within) {
            reader_.complain(step_log_spot(),
                             "`log` needs `within`: by when must it have appeared?",
                             "within = \"10s\"");
        }
    }
    [[nodiscard]] Spot step_log_spot() const {
        const Field* log = table_.field("log");
        return log == nullptr ? table_.spot : log->spot;
    }

    Context& context_;
    Reader& reader_;
    const Entry& table_;
    Step step_;
};

/// The longest span that a step surely takes once it has begun.
Duration shortest(const Step& step) {
    Duration total{0};
    for (const Observation& observation : step.observations) {
        const bool lasts = observation.kind == Observation::Kind::hold ||
                           observation.kind == Observation::Kind::never;
        if (lasts && observation.span) total = std::max(total, *observation.span);
    }
    Duration waits{0};
    for (const Action& action : step.actions) {
        if (action.verb == Verb::wait) waits = std::max(waits, action.waits.least);
    }
    const Duration repeats = step.repeat_every * (step.repeat_times - 1);
    return total + (step.detach ? Duration{0} : waits + repeats);
}

/// Every step must start no earlier than the one above can end.
void check_reachable(Context& context, const std::vector<const Entry*>& tables) {
    const std::vector<Step>& steps = context.scenario.steps;
    std::vector<Duration> starts;
    Duration now = context.scenario.serving_at_start ? -limits::span : Duration{0};
    bool known = false;  // before t = 0 nothing is known but absolute times
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Step& step = steps[i];
        Duration start = known || step.at ? now : Duration{0};
        if (step.at) {
            if (*step.at < now) {
                context.reader.complain(
                    tables[i]->find("at")->spot,
                    fmt::format("never reached: the steps above end at {} at the earliest",
                                span_words(now)));
            }
            start = *step.at;
        } else if (step.beside) {
            start = starts[*step.beside];
        }
        starts.push_back(start + step.after);
        now = std::max(now, starts.back() + shortest(step));
        known = true;
    }
}

}  // namespace

namespace {

CompiledCondition compile_with(Context& context, const Entry& value, const KnownNames& names) {
    Condition condition = compile_condition(value.text, names);
    for (const TextProblem& problem : condition.problems) {
        context.reader.complain_inside(value, problem);
    }
    if (!condition.problems.empty()) return {};
    return {std::move(condition.expression), condition.only_beliefs};
}

}  // namespace

CompiledCondition compile_condition_of(Context& context, const Entry& value) {
    return compile_with(context, value, context.names());
}

std::optional<Expression> compile_when(Context& context, const Entry& value) {
    KnownNames names = context.names();
    names.in_step = false;
    return compile_with(context, value, names).expression;
}

namespace {

struct ObservationWord {
    std::string_view key;
    Observation::Kind kind;
    std::string_view span;  ///< the key of its span; empty: none
};
constexpr ObservationWord observation_words[] = {
    {"expect", Observation::Kind::expect, "within"},
    {"check", Observation::Kind::check, ""},
    {"hold", Observation::Kind::hold, "for"},
    {"never", Observation::Kind::never, "for"},
};

void missing_span(Context& context, const Field& field, const ObservationWord& word,
                  bool only_beliefs) {
    if (word.span.empty() || (word.kind == Observation::Kind::expect && only_beliefs)) return;
    context.reader.complain(
        field.spot, fmt::format("`{}` needs `{}`: how long?", word.key, word.span),
        word.kind == Observation::Kind::expect
            ? "only where nothing but beliefs is compared does the span follow from the "
              "configuration"
            : fmt::format("{} = \"30s\"", word.span));
}

}  // namespace

void compile_observations(Context& context, const Entry& table, std::vector<Observation>& out) {
    bool lasting = false;
    for (const Field& field : table.fields) {
        const auto* word = std::ranges::find(observation_words, field.key, &ObservationWord::key);
        if (word == std::end(observation_words) || field.value.kind != Kind::string) continue;
        Observation observation;
        observation.kind = word->kind;
        observation.place = field.spot.place;
        auto condition = compile_condition_of(context, field.value);
        lasting = lasting || word->span == "for";
        if (!word->span.empty() && table.find(word->span) != nullptr) {
            observation.span = context.reader.span(table, word->span);
        } else if (condition.expression) {
            missing_span(context, field, *word, condition.only_beliefs);
        }
        if (!condition.expression) continue;
        observation.condition = std::move(*condition.expression);
        out.push_back(std::move(observation));
    }
    const Field* span = table.field("for");
    if (span == nullptr || lasting) return;
    const bool other = table.find("hold") != nullptr || table.find("never") != nullptr;
    if (!other) {
        context.reader.complain(span->spot, "`for` stands without `hold` or `never`",
                                table.find("expect") != nullptr ? "`expect` takes `within`" : "");
    }
}

void compile_steps(Context& context, const Entry& root) {
    const Entry* list = root.find("step");
    if (list == nullptr || list->kind != Kind::array) {
        context.reader.complain(root.spot, "a scenario needs at least one [[step]]");
        return;
    }
    if (list->elements.size() > limits::steps) {
        context.reader.complain(list->spot, fmt::format("more than {} steps", limits::steps));
        return;
    }
    std::vector<const Entry*> tables;
    for (const Entry& table : list->elements) {
        if (table.kind != Kind::table) continue;
        context.scenario.steps.push_back(StepCompiler(context, table).run());
        tables.push_back(&table);
    }
    check_reachable(context, tables);
}

}  // namespace sim::scenario
