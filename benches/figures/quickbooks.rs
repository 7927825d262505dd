//! What QuickBooks sends with one-time credentials.

/// A username and its password.
#[derive(Clone, Debug)]
pub struct Pair {
    pub username: String,
    pub password: String,
}

impl Pair {
    /// QuickBooks signs on and asks for the list of accounts.
    pub fn signs_on(&self) -> Vec<u8> {
        let asked = "<SIGNUPMSGSRQV1><ACCTINFOTRNRQ><TRNUID>1</TRNUID><ACCTINFORQ><DTACCTUP>19900101</DTACCTUP></ACCTINFORQ>\
                     </ACCTINFOTRNRQ></SIGNUPMSGSRQV1>";
        posted(&file(self, asked))
    }

    /// QuickBooks signs on and asks for everything that an account has.
    pub fn asks_for_statement(&self, account: usize) -> Vec<u8> {
        posted(&self.statement_file(account))
    }

    /// What it asks with.
    pub fn statement_file(&self, account: usize) -> String {
        let asked = format!(
            "<BANKMSGSRQV1><STMTTRNRQ><TRNUID>1</TRNUID><STMTRQ><BANKACCTFROM><BANKID>021001088</BANKID>\
             <ACCTID>{}</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM><INCTRAN><INCLUDE>Y</INCLUDE></INCTRAN>\
             </STMTRQ></STMTTRNRQ></BANKMSGSRQV1>",
            account_number(account)
        );
        file(self, &asked)
    }
}

fn posted(file: &str) -> Vec<u8> {
    let head = format!(
        "POST /ofx HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-ofx\r\nContent-Length: {}\r\n\r\n",
        file.len()
    );
    [head.as_bytes(), file.as_bytes()].concat()
}

fn file(pair: &Pair, asked: &str) -> String {
    format!(
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\
         COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:1\r\n\r\n<OFX><SIGNONMSGSRQV1><SONRQ>\
         <DTCLIENT>20261121120000</DTCLIENT><USERID>{}</USERID><USERPASS>{}</USERPASS><LANGUAGE>ENG</LANGUAGE>\
         <FI><ORG>B</ORG><FID>1</FID></FI><APPID>QWIN</APPID><APPVER>2700</APPVER></SONRQ></SIGNONMSGSRQV1>{asked}</OFX>",
        pair.username, pair.password
    )
}

/// By which it knows an account of the bank.
pub fn account_number(account: usize) -> String {
    format!("7001{account:04}")
}
