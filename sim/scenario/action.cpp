// Actions: the verb, what it is done to, its further keys, the answer expected.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/scenario/answer.hpp"
#include "sim/scenario/context.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/pcp.hpp"
#include "sim/scenario/verbs.hpp"

namespace sim::scenario {

namespace {

using Kind = Entry::Kind;

/// One text, or the texts of a list.
std::vector<const Entry*> texts_of(Reader& reader, const Entry& value, std::string_view key,
                                   std::string_view takes) {
    std::vector<const Entry*> texts;
    if (value.kind == Kind::string) texts.push_back(&value);
    bool wrong = value.kind != Kind::string && value.kind != Kind::array;
    for (const Entry& element : value.elements) {
        wrong = wrong || element.kind != Kind::string;
        texts.push_back(&element);
    }
    if (!wrong && !texts.empty()) return texts;
    reader.complain(value.spot, fmt::format("`{}` takes {}", key, takes));
    return {};
}

/// "other(node101)": the name between the parentheses.
std::optional<std::string> other_of(std::string_view text) {
    if (!text.starts_with("other(") || !text.ends_with(')')) return std::nullopt;
    return std::string(text.substr(6, text.size() - 7));
}

/// Compiles one action.
class ActionCompiler {
  public:
    ActionCompiler(Context& context, const Entry& table, const VerbRule& rule)
        : context_(context), reader_(context.reader), table_(table), rule_(rule) {}

    std::optional<Action> run() {
        action_.verb = rule_.verb;
        action_.place = table_.field(rule_.name)->spot.place;
        check_keys();
        value(*table_.find(rule_.name));
        options();
        if (const Entry* value = table_.find("answer")) compile_answer(context_, *value, action_);
        return std::move(action_);
    }

  private:
    void check_keys() {
        std::vector<std::string_view> valid{rule_.name};
        if (rule_.lasting) valid.emplace_back("for");
        if (takes_targets()) valid.emplace_back("as");
        for (const std::string_view option : rule_.options) {
            if (!option.empty()) valid.push_back(option);
        }
        for (const Field& field : table_.fields) {
            if (std::ranges::find(valid, field.key) == valid.end()) wrong_key(field, valid);
            const auto known = action_options();
            const auto option = std::ranges::find(known, field.key, &Key::name);
            if (option != known.end()) reader_.fits(field.value, *option);
        }
    }
    void wrong_key(const Field& field, std::span<const std::string_view> valid) {
        if (find_verb(field.key) != nullptr) {
            reader_.complain(field.spot, fmt::format("`{}` is a second action here", field.key),
                             "several actions stand in a list: do = [ {…}, {…} ]");
            return;
        }
        std::string help = did_you_mean(field.key, valid);
        if (help.empty() && valid.size() > 1) {
            help = fmt::format("it takes: {}", fmt::join(valid.subspan(1), ", "));
        }
        reader_.complain(field.spot, fmt::format("`{}` takes no key `{}`", rule_.name, field.key),
                         std::move(help));
    }
    [[nodiscard]] bool takes_targets() const {
        return rule_.takes == Takes::databases || rule_.takes == Takes::proxies ||
               rule_.takes == Takes::hosts;
    }

    void value(const Entry& value) {
        switch (rule_.takes) {
            case Takes::databases:
                return targets(value, Target::Of::database);
            case Takes::proxies:
                return targets(value, Target::Of::proxy);
            case Takes::hosts:
                return targets(value, Target::Of::host);
            case Takes::backend:
                return backend(value);
            case Takes::flag:
                return flag(value);
            case Takes::index:
                return index(value);
            case Takes::groups:
                return groups(value);
            case Takes::path:
                return path(value);
            case Takes::query:
                return query(value);
            case Takes::span:
                return span(value);
        }
    }
    void wrong(const Entry& value) {
        reader_.complain(value.spot, fmt::format("`{}` takes {}, not {}", rule_.name,
                                                 takes_words(rule_.takes), kind_words(value.kind)));
    }

    void targets(const Entry& value, Target::Of of) {
        for (const Entry* text : texts_of(reader_, value, rule_.name, takes_words(rule_.takes))) {
            const auto target = one_target(*text, of);
            if (!target) continue;
            if (std::ranges::find(action_.targets, *target) != action_.targets.end()) {
                reader_.complain(text->spot, fmt::format("`{}` stands here twice", text->text));
            }
            action_.targets.push_back(*target);
        }
    }
    std::optional<Target> one_target(const Entry& text, Target::Of of) {
        const bool of_database = of != Target::Of::proxy;
        const bool of_proxy = of != Target::Of::database;
        if (text.text == "primary" && of_database) return Target{Target::Kind::primary, of, -1};
        if (text.text == "a_standby" && of_database) return Target{Target::Kind::a_standby, of, -1};
        if (text.text == "leader" && of_proxy) return Target{Target::Kind::leader, of, -1};
        const auto& names = context_.scenario.names;
        const auto bound = std::ranges::find(names, text.text);
        if (bound != names.end()) {
            return Target{Target::Kind::bound, of,
                          static_cast<std::int32_t>(bound - names.begin())};
        }
        Entry name = text;
        const auto other = other_of(text.text);
        if (other) name.text = *other;
        const auto id = id_of(name, of);
        if (!id) return std::nullopt;
        return Target{other ? Target::Kind::other : Target::Kind::named, of, *id};
    }
    std::optional<std::int32_t> id_of(const Entry& name, Target::Of of) {
        if (of == Target::Of::database) {
            const auto found = find_database(context_, name);
            return found ? std::optional(found->value) : std::nullopt;
        }
        if (of == Target::Of::proxy) {
            const auto found = find_proxy(context_, name);
            return found ? std::optional(found->value) : std::nullopt;
        }
        const HostSpec* host = find_host(context_, name);
        if (host == nullptr) return std::nullopt;
        return static_cast<std::int32_t>(host - context_.scenario.hosts.data());
    }
    std::vector<Target> hosts(const Entry& value, std::string_view key) {
        std::vector<Target> list;
        for (const Entry* text : texts_of(reader_, value, key, "a host, or a list of hosts")) {
            if (const auto target = one_target(*text, Target::Of::host)) list.push_back(*target);
        }
        return list;
    }

    void backend(const Entry& value) {
        const auto count = static_cast<std::int64_t>(context_.scenario.databases.size());
        if (value.kind == Kind::integer) {
            // The tool itself takes any number; one that is no backend is a story worth telling.
            if (value.number < -1 || value.number > failover::max_backends) {
                reader_.complain(value.spot, fmt::format("there is no backend {}", value.number),
                                 fmt::format("backends are 0 to {}", count - 1));
            }
            action_.node = Target{Target::Kind::named, Target::Of::database,
                                  static_cast<std::int32_t>(value.number)};
        } else if (value.kind == Kind::string && value.text == "none") {
            action_.pcp.without_id = true;
        } else if (value.kind == Kind::string) {
            action_.node = one_target(value, Target::Of::database);
        } else {
            wrong(value);
        }
    }
    void flag(const Entry& value) {
        if (value.kind != Kind::boolean || value.number == 0) wrong(value);
    }
    void index(const Entry& value) {
        if (value.kind != Kind::integer) return flag(value);
        if (value.number < 0 || value.number > failover::max_backends) return wrong(value);
        action_.pcp.index = static_cast<std::int32_t>(value.number);
    }
    void groups(const Entry& value) {
        if (value.kind != Kind::array) return wrong(value);
        if (value.elements.size() < 2) {
            reader_.complain(value.spot, "a partition has at least two groups of hosts",
                             std::string(takes_words(rule_.takes)));
        }
        std::vector<Target> seen;
        for (const Entry& group : value.elements) {
            std::vector<Target> members = hosts(group, rule_.name);
            for (const Target& member : members) {
                if (std::ranges::find(seen, member) != seen.end()) {
                    reader_.complain(group.spot, "a host stands in two groups");
                }
                seen.push_back(member);
            }
            action_.groups.push_back(std::move(members));
        }
    }
    void path(const Entry& value) {
        if (value.kind == Kind::boolean && rule_.verb == Verb::heal && value.number != 0) return;
        if (value.kind != Kind::table) return wrong(value);
        constexpr std::array<std::string_view, 7> all{"from", "to",        "plane",  "latency",
                                                      "loss", "duplicate", "reorder"};
        const bool disturbs = rule_.verb == Verb::link;
        const auto keys = std::span(all).first(disturbs ? all.size() : 3);
        for (const Field& field : value.fields) {
            if (std::ranges::find(keys, field.key) == keys.end()) {
                reader_.complain(field.spot,
                                 fmt::format("`{}` takes no key `{}`", rule_.name, field.key),
                                 did_you_mean(field.key, keys));
            }
        }
        for (const std::string_view key : {"from", "to"}) {
            const Entry* end = value.find(key);
            if (end == nullptr) {
                reader_.complain(value.spot, fmt::format("`{}` needs `{}`", rule_.name, key));
                continue;
            }
            (key == "from" ? action_.from : action_.to) = hosts(*end, key);
        }
        plane(value);
        if (disturbs) action_.quality = compile_quality(context_, value);
    }
    void plane(const Entry& table) {
        constexpr std::array planes{failover::Plane::watchdog, failover::Plane::lifecheck,
                                    failover::Plane::database, failover::Plane::client,
                                    failover::Plane::admin,    failover::Plane::replication};
        const auto word =
            reader_.word(table, "plane", "watchdog|lifecheck|health|client|admin|replication");
        if (word) action_.plane = planes[*word];
    }
    void query(const Entry& value) {
        if (value.kind != Kind::string) return wrong(value);
        const auto read = query_of(value.text);
        if (read) {
            action_.query = *read;
        } else {
            reader_.complain(value.spot, "no query that the simulated databases understand",
                             "show pool_nodes; select * from sys_stat_replication; another select; "
                             "insert, update or delete");
        }
    }
    static std::optional<Query> query_of(std::string_view text) {
        std::string words;
        for (const char c : text) {
            const bool blank = c == ' ' || c == '\t' || c == '\n' || c == ';';
            if (blank && (words.empty() || words.back() == ' ')) continue;
            words += blank ? ' ' : (c >= 'A' && c <= 'Z') ? static_cast<char>(c + 32) : c;
        }
        while (words.ends_with(' ')) words.pop_back();
        if (words == "show pool_nodes") return Query::show_pool_nodes;
        if (words.starts_with("select ")) {
            return words.find("stat_replication") != std::string::npos ? Query::replication_view
                                                                       : Query::read;
        }
        for (const std::string_view verb : {"insert ", "update ", "delete ", "create ", "drop "}) {
            if (words.starts_with(verb)) return Query::write;
        }
        return std::nullopt;
    }
    void span(const Entry& value) {
        if (value.kind != Kind::string) return wrong(value);
        if (const auto range = reader_.take(value, read_range(value.text))) action_.waits = *range;
    }

    void options() {
        if (rule_.lasting) action_.lasts = reader_.span(table_, "for");
        constexpr Span usual{std::chrono::milliseconds{500}, std::chrono::seconds{2}};
        if (rule_.takes == Takes::proxies) {
            action_.reaction = reader_.range(table_, "reaction").value_or(usual);
        }
        const auto mode = reader_.word(table_, "mode", "smart|fast|immediate");
        action_.mode = static_cast<StopMode>(mode.value_or(1));
        action_.together = reader_.boolean(table_, "together").value_or(false);
        action_.discard_status = reader_.boolean(table_, "discard_status").value_or(false);
        if (rule_.verb == Verb::cut) plane(table_);
        compile_tool_call(context_, table_, action_);
        if (const Entry* set = table_.find("set")) compile_changes(context_, *set, action_.sets);
        if (auto client = reader_.text(table_, "client")) action_.client = *client;
        const auto exit = reader_.integer(table_, "exit", 0, 255);
        if (exit) action_.exit_status = static_cast<std::int32_t>(*exit);
        compile_disturbance(context_, table_, rule_, action_);
        process();
        if (rule_.takes == Takes::databases) {
            compile_database_options(context_, table_, action_);
        }
        through();
        bind();
    }
    /// `as`: a name for what the one target turned out to be.
    void bind() {
        const Entry* as = table_.find("as");
        if (as == nullptr || as->kind != Kind::string) return;
        if (action_.targets.size() != 1) {
            return reader_.complain(as->spot, "`as` names one target, this action has several");
        }
        if (!check_new_name(context_, *as)) return;
        auto& names = context_.scenario.names;
        const auto known = std::ranges::find(names, as->text);
        action_.bind = static_cast<std::uint32_t>(known - names.begin());
        if (known == names.end()) names.push_back(as->text);
    }
    void process() {
        const Entry* value = table_.find("process");
        if (value == nullptr || value->kind != Kind::string || context_.catalogue == nullptr)
            return;
        if (rule_.takes == Takes::databases) return;
        std::vector<std::string_view> names;
        for (const failover::RoleText& role : context_.catalogue->roles) names.push_back(role.name);
        const auto found = std::ranges::find(names, value->text);
        if (found == names.end()) {
            reader_.complain(value->spot, fmt::format("a proxy has no process `{}`", value->text),
                             did_you_mean(value->text, names));
            return;
        }
        action_.process = static_cast<std::uint8_t>(found - names.begin());
        const Field* span = table_.field("for");
        if (span == nullptr || rule_.verb == Verb::pause_proxy) return;
        reader_.complain(span->spot,
                         "`for` does not go with `process`: nobody but the proxy itself "
                         "starts one of its processes again");
    }
    /// `on` of pcp commands and `via` of psql: both must be there.
    void through() {
        const auto& keys = rule_.options;
        const bool pcp = std::ranges::find(keys, "on") != keys.end();
        const bool query = std::ranges::find(keys, "via") != keys.end();
        if (!pcp && !query) return;
        const std::string_view key = pcp ? "on" : "via";
        const Entry* value = table_.find(key);
        if (value == nullptr) {
            reader_.complain(table_.field(rule_.name)->spot,
                             fmt::format("`{}` needs `{}`: through which proxy?", rule_.name, key));
        } else if (value->kind == Kind::string) {
            action_.on = one_target(*value, Target::Of::proxy);
        }
    }

    Context& context_;
    Reader& reader_;
    const Entry& table_;
    const VerbRule& rule_;
    Action action_;
};

void compile_one(Context& context, const Entry& table, std::vector<Action>& out) {
    Reader& reader = context.reader;
    if (table.kind != Kind::table) {
        reader.complain(table.spot,
                        fmt::format("an action is a table, not {}", kind_words(table.kind)),
                        "like { stop_database = \"node103\", mode = \"fast\" }");
        return;
    }
    for (const Field& field : table.fields) {
        const VerbRule* rule = find_verb(field.key);
        if (rule == nullptr) continue;
        if (!rule->modelled) {
            reader.complain(field.spot, fmt::format("`{}` is not modelled yet", rule->name),
                            fmt::format("it would mean: {}", rule->meaning));
            return;
        }
        if (auto action = ActionCompiler(context, table, *rule).run()) {
            out.push_back(std::move(*action));
        }
        return;
    }
    std::vector<std::string_view> verbs;
    for (const VerbRule& rule : verb_rules()) verbs.push_back(rule.name);
    if (table.fields.empty()) return reader.complain(table.spot, "an action without a verb");
    const Field& first = table.fields.front();
    reader.complain(first.spot, fmt::format("unknown action `{}`", first.key),
                    did_you_mean(first.key, verbs));
}

}  // namespace

void compile_actions(Context& context, const Entry& value, std::vector<Action>& out) {
    if (value.kind != Kind::array) return compile_one(context, value, out);
    if (value.elements.size() > limits::actions_of_step) {
        context.reader.complain(
            value.spot, fmt::format("more than {} actions in one step", limits::actions_of_step));
        return;
    }
    for (const Entry& element : value.elements) compile_one(context, element, out);
}

}  // namespace sim::scenario
