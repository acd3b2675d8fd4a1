// Bodies of multipart/form-data.
#include "multipart.hpp"
#include "outside.hpp"

#include "platform/core/constrained.hpp"
#include "platform/http/form.hpp"
#include "platform/http/router.hpp"

#include <functional>

namespace {

using namespace kontor::platform;
using namespace kontor::platform::http;
using kontor::fuzz::require;

struct Upload {
    std::vector<File> files;
    std::optional<File> cover;
    Text<1, 5> title;
    std::optional<Whole<1, 10>> count;
};
BOOST_DESCRIBE_STRUCT(Upload, (), (files, cover, title, count))

struct Intake {
    Router router{RouterOptions{}};

    Intake() {
        router.add(Route(Method::post, "/intake", "take_in", "Takes in").or_file({"text/csv"}),
                   [](const Call<Nothing, Form<Upload>>& call) -> Result<std::string> {
                       return call.body.fields.title.value();
                   });
    }
};

}  // namespace

// The first line is the Content-Type, the rest the body.
void kontor::fuzz::try_bytes(std::string_view bytes) {
    static const Intake intake;
    const auto type = take_line(bytes);
    const auto parts = parse_multipart(type, bytes);
    if (!parts) require_tellable(parts.error());
    const auto* end = bytes.data() + bytes.size();
    for (const auto& part : parts ? *parts : std::vector<Part>{}) {
        require(is_plain_text(part.name, 1, 100), "a part has a name");
        require(std::less_equal{}(bytes.data(), part.bytes.data()) &&
                    std::less_equal{}(part.bytes.data() + part.bytes.size(), end),
                "a part is in the body");
    }
    const auto answer = intake.router.handle(
        {Method::post, "/intake", {{"Content-Type", std::string(type)}}, std::string(bytes)});
    require(answer.status < 500, "no form is a failure of the shop");
    require(json::read<boost::json::value>(answer.body).has_value(), "an answer is strict JSON");
}
