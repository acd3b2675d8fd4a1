#include "docs_page.hpp"
#include "platform/http/router.hpp"

namespace kontor::platform::http {
namespace {

constexpr const char* docs_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

void add_page(Router& router, std::string path, std::string content_type, const char* text) {
    auto route = Route(Method::get, path, path, "Part of the API reference");
    route.produces(content_type).unlisted();
    router.add(std::move(route), [content_type, text](const Call<>&) -> Result<Response> {
        return Response{
            200, {{"Content-Type", content_type}, {"Content-Security-Policy", docs_policy}}, text};
    });
}

}  // namespace

void add_reference(Router& router) {
    add_page(router, "/docs", "text/html; charset=utf-8", docs_html);
    add_page(router, "/docs/reference.js", "text/javascript; charset=utf-8", docs_script);
    add_page(router, "/docs/reference.css", "text/css; charset=utf-8", docs_style);
    router.add(
        Route(Method::get, "/openapi.json", "read_openapi", "This contract, machine-readable")
            .unlisted()
            .cached(),
        [text = router.openapi()](const Call<>&) -> Result<Response> {
            return Response{200, {{"Content-Type", "application/json"}}, text};
        });
}

}  // namespace kontor::platform::http
