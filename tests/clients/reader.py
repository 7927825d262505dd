"""Reads answers of the institution as accounting software does, with two readers that know nothing of one another.

Usage: reader.py, then one JSON line for each answer on standard input:

    {"file": "answer.ofx", "readers": ["ofxtools", "ofxparse"]}

Each is answered by one JSON line: for each reader the statements it found, or why it cannot read the file:

    {"ofxtools": {"statements": […]}, "ofxparse": {"error": "…"}}

A statement has its account, currency and balance, and its transactions as a customer would see them.
"""

import json
import sys
import warnings

import ofxparse
from ofxtools.Parser import OFXTree

# It reads SGML with a parser of HTML, which says that XML would be better read with another.
warnings.filterwarnings("ignore", module="ofxparse|bs4")


def money(amount):
    return format(amount, "f")


def day(instant):
    return instant.date().isoformat()


def ofxtools(file):
    tree = OFXTree()
    tree.parse(file)
    answer = tree.convert()
    return [
        {
            "account": statement.account.acctid,
            "currency": statement.curdef,
            "balance": money(statement.balance.balamt),
            "balanceOn": day(statement.balance.dtasof),
            "transactions": [
                {
                    "id": one.fitid,
                    "date": day(one.dtposted),
                    "amount": money(one.trnamt),
                    "type": one.trntype.lower(),
                    "name": one.name,
                    "memo": one.memo or "",
                    "check": one.checknum or "",
                }
                for one in statement.transactions or []
            ],
        }
        for statement in answer.statements
    ]


def ofxparse_(file):
    with open(file, "rb") as answer:
        read = ofxparse.OfxParser.parse(answer)
    # Of an account in a list it makes a statement without a currency.
    accounts = [account for account in read.accounts if account.curdef]
    return [
        {
            "account": account.account_id,
            "currency": account.curdef,
            "balance": money(account.statement.balance),
            "balanceOn": day(account.statement.balance_date),
            "transactions": [
                {
                    "id": one.id,
                    "date": day(one.date),
                    "amount": money(one.amount),
                    "type": one.type,
                    "name": one.payee,
                    "memo": one.memo,
                    "check": one.checknum,
                }
                for one in account.statement.transactions
            ],
        }
        for account in accounts
    ]


READERS = {"ofxtools": ofxtools, "ofxparse": ofxparse_}


def reading(reader, file):
    try:
        return {"statements": READERS[reader](file)}
    except Exception as error:  # Whatever a reader stumbles over, the story is told of it.
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps({reader: reading(reader, asked["file"]) for reader in asked["readers"]}), flush=True)


if __name__ == "__main__":
    main()
