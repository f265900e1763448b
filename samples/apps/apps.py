"""The second factor of your own people, by Countersign (docs/apps.md): python3 apps.py enrol|verify PERSON. Python 3.8, nothing else."""
import base64, json, os, sys, urllib.error, urllib.parse, urllib.request

BASE = os.environ["COUNTERSIGN_URL"].rstrip("/") + "/apps/v1/people/"
LOGIN = base64.b64encode(f"{os.environ['COUNTERSIGN_APP']}:{os.environ['COUNTERSIGN_SECRET']}".encode()).decode()


def ask(method, path, body=None, address=None):
    """The status and the answer. Whatever is no answer of ours raises, and so lets nobody in."""
    headers = {"Authorization": f"Basic {LOGIN}", "Content-Type": "application/json"}
    if address:
        headers["Countersign-End-User"] = address
    data = None if method == "GET" else json.dumps(body or {}).encode()
    request = urllib.request.Request(BASE + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def main(act, person):
    person = urllib.parse.quote(person, safe="")
    if act == "verify":  # after your own password check
        status, answer = ask("POST", f"{person}/verify", {"code": input()}, address="198.51.100.7")
        print("in" if status == 200 else answer["error"], flush=True)
        return 0 if status == 200 else 1

    ask("PUT", person, {"name": "ada@shop.example.org"})
    status, begun = ask("POST", f"{person}/factors/app")
    if status != 200:
        print(begun["error"], flush=True)
        return 1
    print(begun["uri"], flush=True)  # a page shows begun["qr"] as a picture
    status, added = ask("POST", f"{person}/factors/app/confirm", {"secret": begun["secret"], "code": input()})
    print(" ".join(added["recovery_codes"]) if status == 200 else added["error"], flush=True)
    return 0 if status == 200 else 1


sys.exit(main(*sys.argv[1:]))
