// Results of a chaos experiment as JSON, to and fro.
#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "reports/campaign.hpp"

namespace reports {
namespace {

using Json = nlohmann::ordered_json;

std::string hex(std::uint64_t value) { return fmt::format("{:016x}", value); }
std::uint64_t from_hex(const std::string& text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return value;
}

std::string dump(const Json& object) {
    // A path may hold bytes that are no UTF-8; JSON may not.
    return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// `read` of the object in `line`; nothing where it is none, or has not what `read` asks for.
template <class Read>
auto parse(std::string_view line, const Read& read)
    -> std::optional<decltype(read(std::declval<const Json&>()))> {
    try {
        return read(Json::parse(line));
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

}  // namespace

std::string json_line(const CampaignHead& head) {
    return dump({{"campaign", 1},
                 {"path", head.path},
                 {"preset", head.preset},
                 {"plans", hex(head.plans)},
                 {"first_seed", head.first_seed},
                 {"last_seed", head.last_seed},
                 {"shard", head.shard},
                 {"shards", head.shards},
                 {"rules", head.rules}});
}

std::optional<CampaignHead> read_head(std::string_view line) {
    return parse(line, [](const Json& json) {
        CampaignHead head;
        (void)json.at("campaign").get<int>();
        head.path = json.at("path").get<std::string>();
        head.preset = json.at("preset").get<std::string>();
        head.plans = from_hex(json.at("plans").get<std::string>());
        head.first_seed = json.at("first_seed").get<std::uint64_t>();
        head.last_seed = json.at("last_seed").get<std::uint64_t>();
        head.shard = json.at("shard").get<std::uint64_t>();
        head.shards = json.at("shards").get<std::uint64_t>();
        head.rules = json.value("rules", std::uint64_t{0});
        return head;
    });
}

std::string json_line(const PlanResult& result) {
    Json failures = Json::array();
    for (const FailureClass& failure : result.failures) {
        failures.push_back(
            {{"oracle", failure.oracle}, {"after", failure.verb}, {"rule", failure.rule}});
    }
    Json object{{"seed", result.seed},
                {"exit", result.exit_code},
                {"fingerprint", hex(result.fingerprint)},
                {"events", result.events},
                {"faults", result.faults},
                {"failures", std::move(failures)},
                {"situations", result.situations}};
    if (result.rules) object["rules"] = *result.rules;
    if (!result.problem.empty()) object["problem"] = result.problem;
    return dump(object);
}

std::optional<PlanResult> read_result(std::string_view line) {
    return parse(line, [](const Json& json) {
        PlanResult result;
        result.seed = json.at("seed").get<std::uint64_t>();
        result.exit_code = json.at("exit").get<int>();
        result.fingerprint = from_hex(json.at("fingerprint").get<std::string>());
        result.events = json.at("events").get<std::uint64_t>();
        result.faults = json.at("faults").get<std::uint64_t>();
        for (const Json& one : json.at("failures")) {
            result.failures.push_back({one.at("oracle").get<std::string>(),
                                       one.at("after").get<std::string>(),
                                       one.at("rule").get<std::string>()});
        }
        result.problem = json.value("problem", "");
        result.situations = json.value("situations", std::vector<std::uint32_t>{});
        if (json.contains("rules")) {
            result.rules = json.at("rules").get<std::vector<std::string>>();
        }
        return result;
    });
}

}  // namespace reports
